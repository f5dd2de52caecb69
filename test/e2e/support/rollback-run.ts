import { runBundle, startBundle } from '../../contract/support/run-bundle.ts';
import type { BundleOptions, BundleRun, RunningBundle } from '../../contract/support/run-bundle.ts';
import type { Inputs } from './release-namespace.ts';
import { testCluster } from './test-cluster.ts';

/** Runs the rollback action to its end. */
export function rollBack(
  namespace: string,
  inputs: Inputs,
  environment?: Inputs,
): Promise<BundleRun> {
  return runBundle('rollback', options(namespace, inputs, environment));
}

/** Starts the rollback action. */
export function startRollback(
  namespace: string,
  inputs: Inputs,
  environment?: Inputs,
): RunningBundle {
  return startBundle('rollback', options(namespace, inputs, environment));
}

function options(namespace: string, inputs: Inputs, environment: Inputs = {}): BundleOptions {
  return {
    environment: { GITHUB_REPOSITORY: 'test/shop', GITHUB_RUN_ID: '1', ...environment },
    inputs: {
      kubeconfig: testCluster().kubeconfig,
      namespace,
      timeout: '60s',
      'lock-timeout': '0',
      ...inputs,
    },
  };
}
