import type { RunFacts } from '@kube-delivery/shared/action/run-facts';

/**
 * Names one run of chaos-run in labels: `17-2-1f3a09bc`. `nonce` tells apart the steps and the matrix of one
 * workflow run, and must be fit for a label.
 */
export function runKeyOf({ runId, runAttempt }: RunFacts, nonce: string): string {
  return `${/^[\w.-]{1,40}$/.test(runId) ? runId : 'local'}-${runAttempt}-${nonce}`;
}
