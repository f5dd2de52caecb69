import type { Endpoint } from '../ports.ts';
import type { DaemonSpec } from '../processes/daemon.ts';
import type { ToolName } from '../tools/catalog.ts';
import type { Tools } from '../tools/ensure-tools.ts';

/** One long-lived process of the cluster: how it is started and how one knows that it works. */
export interface Component {
  readonly name: string;
  /** What it listens on; the first is the one people ask for. */
  readonly listens: readonly Endpoint[];
  /** What people are shown where it is; the first endpoint unless given. */
  readonly address?: string;
  spec(tools: ClusterTools): DaemonSpec;
  /** Passes when the component does its work, fails with the reason when it does not. */
  check(): Promise<void>;
}

/** The tools a cluster is made of. */
export const clusterToolNames = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'kubelet',
  'kubectl',
  'containerd',
  'containerd-shim-runc-v2',
  'registry',
  'contour',
  'contour-crds',
  'gateway-api-crds',
  'envoy',
  'prometheus',
] as const satisfies readonly ToolName[];

/** The paths of those tools. */
export type ClusterTools = Tools<(typeof clusterToolNames)[number]>;

/** The one node's name. */
export const nodeName = 'local';

/**
 * For controllers: their default of 20 requests a second would let tests and benches wait for them, as
 * no cluster of a size worth measuring does.
 */
export const unlimited = { 'kube-api-qps': 5000, 'kube-api-burst': 10_000 };

/** Writes `--name=value` for each flag. */
export function flags(values: Readonly<Record<string, string | number | boolean>>): string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${value}`);
}
