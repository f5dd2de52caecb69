import { parseTarget } from '@kube-delivery/shared/target/target';
import type { TargetKind } from './fault.ts';

/** At what a fault is aimed. */
export interface FaultTarget {
  readonly kind: TargetKind;
  readonly name: string;
  /** Where checks go; faults know no ports. */
  readonly port?: string;
}

/** How the target of a fault is written, for error messages. */
export const faultTargetExamples =
  'deployment/web, statefulset/db, service/web, pod/web-0 or node/worker-1';

/** Reads `<kind>/<name>[:<port>]`; undefined where it is none. */
export function parseFaultTarget(text: string): FaultTarget | undefined {
  const node = /^node\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)$/.exec(text)?.[1];
  return node === undefined ? parseTarget(text) : { kind: 'node', name: node };
}

/** The target without its port, as faults take it. */
export function faultTargetText({ kind, name }: FaultTarget): string {
  return `${kind}/${name}`;
}
