import { down, isHealthy, status, up } from '../../test/cluster/index.ts';

/** A cluster the tests may use, and how to leave it as it was found. */
export interface BorrowedCluster {
  /** Settles when the cluster can be used, or cannot be had. */
  readonly ready: Promise<void>;
  giveBack(): Promise<void>;
}

/**
 * The cluster of KUBE_DELIVERY_TEST_KUBECONFIG where that is set; else the project's own, started now
 * and, unless it was already running, stopped when it is given back.
 */
export function borrowCluster(): BorrowedCluster {
  if (process.env.KUBE_DELIVERY_TEST_KUBECONFIG !== undefined) {
    return { ready: Promise.resolve(), giveBack: async () => Promise.resolve() };
  }
  let startedHere = false;
  const ready = (async () => {
    if (isHealthy(await status())) return;
    startedHere = true;
    await up();
  })().catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${why}\nPoint KUBE_DELIVERY_TEST_KUBECONFIG at another cluster (kind, k3s) to test against ` +
        'that one, or run `npm run test:unit`, which needs none.',
      { cause: error },
    );
  });
  // Awaited later; until then a failure must not end the process.
  ready.catch(() => undefined);
  return {
    ready,
    giveBack: async () => {
      await ready.catch(() => undefined);
      if (startedHere) await down();
    },
  };
}
