import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ActionContext } from '../../../shared/src/action/context.ts';
import { readRunFacts } from '../../../shared/src/action/read-run-facts.ts';
import { createSecrets } from '../../../shared/src/action/secrets.ts';
import { chooseCredentials } from '../../../shared/src/cluster/chosen-credentials.ts';
import type { Cluster } from '../../../shared/src/cluster/cluster.ts';
import { connect } from '../../../shared/src/cluster/connect.ts';
import type { ConnectionTuning } from '../../../shared/src/cluster/connect.ts';
import type { ConnectionInputs } from '../../../shared/src/cluster/connection-inputs.ts';
import { Credentials } from '../../../shared/src/cluster/credentials.ts';
import type { Identity } from '../../../shared/src/cluster/credentials.ts';
import { readKubeconfig } from '../../../shared/src/cluster/kubeconfig-source.ts';
import { systemClock } from '../../../shared/src/time/system-clock.ts';
import { testCluster } from './test-cluster.ts';

/** An action's context that keeps what is logged. */
export interface TestContext extends ActionContext {
  readonly lines: readonly string[];
}

/** The context of a run of GitHub Actions, with the real clock. */
export function testContext(
  environment: Readonly<Record<string, string>> = {},
  signal: AbortSignal = new AbortController().signal,
): TestContext {
  const lines: string[] = [];
  const keep = (message: string): void => {
    lines.push(message);
  };
  return {
    lines,
    log: {
      info: keep,
      notice: keep,
      warning: keep,
      annotate: (_, message) => {
        keep(message);
      },
      quote: keep,
      progress: keep,
      group: (_, work) => work(),
    },
    clock: systemClock,
    run: readRunFacts({ environment, readText: () => undefined }),
    secrets: createSecrets(() => undefined),
    signal,
    environment,
    keepForPost: () => undefined,
  };
}

/** How a connection differs from the test cluster's own. */
export interface Variant {
  /** Where the API server is reached instead, as through a proxy. */
  readonly server?: string;
  /** Fields of the kubeconfig's cluster and user that are other. */
  readonly cluster?: Readonly<Record<string, unknown>>;
  readonly user?: Readonly<Record<string, unknown>>;
  readonly namespace?: string;
  readonly skipTlsVerify?: boolean;
}

/** Connection inputs whose kubeconfig lies in a folder of its own. */
export interface TestInputs {
  readonly inputs: ConnectionInputs;
  /** Removes the kubeconfig, which is read again whenever credentials are refreshed. */
  readonly remove: () => void;
}

/** The connection inputs of the test cluster, or of a variant of its kubeconfig. */
export function testInputs(variant: Variant = {}): TestInputs {
  const files = [testCluster().kubeconfig];
  const { clusters, users, contexts, currentContext } = readKubeconfig({ kind: 'files', files });
  const server = variant.server === undefined ? {} : { server: variant.server };
  const changed = {
    clusters: clusters.map((entry) => ({
      ...entry,
      cluster: { ...(entry.cluster as object), ...server, ...variant.cluster },
    })),
    users: users.map((entry) => ({
      ...entry,
      user: { ...(entry.user as object), ...variant.user },
    })),
    contexts,
    'current-context': currentContext,
  };
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-e2e-'));
  const file = path.join(folder, 'kubeconfig');
  writeFileSync(file, JSON.stringify(changed), { mode: 0o600 });
  return {
    inputs: {
      source: { kind: 'files', files: [file] },
      context: undefined,
      namespace: variant.namespace,
      skipTlsVerify: variant.skipTlsVerify === true,
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Connects to the test cluster or a variant of it. */
export async function connectTest(
  variant: Variant = {},
  tuning: ConnectionTuning = {},
  context: ActionContext = testContext(),
): Promise<Cluster> {
  const { inputs, remove } = testInputs(variant);
  try {
    const cluster = await connect(inputs, context, tuning);
    const close = cluster.close.bind(cluster);
    return Object.assign(cluster, {
      close: async () => {
        remove();
        await close();
      },
    });
  } catch (error) {
    remove();
    throw error;
  }
}

/** The API server's own URL, and what an administrator's request to it is sent with. */
export async function administrator(): Promise<{ readonly server: string } & Identity> {
  const { inputs, remove } = testInputs();
  try {
    const chosen = chooseCredentials(inputs);
    const identity = await new Credentials(inputs, chosen, testContext()).identity();
    return { server: chosen.server, ...identity };
  } finally {
    remove();
  }
}

/** A connection whose namespace belongs to one test file. */
export interface OwnNamespace {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** Deletes the namespace with all it holds, and ends the connection. */
  close(): Promise<void>;
}

/** Makes a namespace and connects to it. */
export async function ownNamespace(topic: string): Promise<OwnNamespace> {
  const namespace = `e2e-${topic}-${randomBytes(3).toString('hex')}`;
  const cluster = await connectTest({ namespace });
  const reference = { apiVersion: 'v1', kind: 'Namespace' };
  const signal = (): AbortSignal => AbortSignal.timeout(30_000);
  await cluster.create({ ...reference, metadata: { name: namespace } }, { signal: signal() });
  return {
    cluster,
    namespace,
    close: async () => {
      await cluster.delete({ ...reference, name: namespace }, { signal: signal() });
      await cluster.close();
    },
  };
}
