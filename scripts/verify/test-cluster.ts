import { checkPreconditions } from '../../test/cluster/preconditions.ts';
import { down, isHealthy, status, up } from '../../test/cluster/index.ts';

/** A cluster the tests may use, and how to leave it as it was found. */
export interface BorrowedCluster {
  /** Settles when the cluster can be used, or cannot be had. */
  readonly ready: Promise<void>;
  /** Whether it is the project's own, whose processes may be killed. */
  readonly isOwn: boolean;
  giveBack(): Promise<void>;
}

/**
 * The cluster of KUBE_DELIVERY_TEST_KUBECONFIG where that is set; else the project's own, started now
 * and, unless it was already running, stopped when it is given back. Fails at once where this machine
 * cannot host it.
 */
export async function borrowCluster(): Promise<BorrowedCluster> {
  if (process.env.KUBE_DELIVERY_TEST_KUBECONFIG !== undefined) {
    return { ready: Promise.resolve(), isOwn: false, giveBack: async () => Promise.resolve() };
  }
  await checkPreconditions().catch(explain);
  const wasRunning = isHealthy(await status());
  const ready = wasRunning ? Promise.resolve() : up().then(() => undefined, explain);
  // Awaited later; until then a failure must not end the process.
  ready.catch(() => undefined);
  return {
    ready,
    isOwn: true,
    giveBack: async () => {
      await ready.catch(() => undefined);
      if (!wasRunning) await down();
    },
  };
}

function explain(error: unknown): never {
  const why = error instanceof Error ? error.message : String(error);
  throw new Error(
    `${why}\nPoint KUBE_DELIVERY_TEST_KUBECONFIG at another cluster (kind, k3s) to test against that ` +
      'one, or run `npm run test:unit`, which needs none.',
    { cause: error },
  );
}
