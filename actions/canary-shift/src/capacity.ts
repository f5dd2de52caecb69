import { PreconditionError } from '@kube-delivery/shared/action/errors';

/** Pods that the canary needs to serve `percent` of the traffic as well as the stable side does. */
export function neededReplicas(percent: number, stableReplicas: number): number {
  return Math.max(1, Math.ceil((percent / 100) * stableReplicas - 1e-9));
}

/** How many pods the canary is to have, or undefined where it has enough. */
export function planScale(
  needed: number,
  present: number,
  mayScale: boolean,
  workload: string,
): number | undefined {
  if (present >= needed) return undefined;
  if (mayScale) return needed;
  throw new PreconditionError(
    `Deployment ${workload} has ${present} replicas and ${needed} are needed for this weight`,
    { hint: 'Scale it up, or set scale-canary to true' },
  );
}

/** Weights of the canary on the way back after a promotion: half of it, then none. */
export function returnWeights(percent: number): readonly number[] {
  const half = Math.floor(percent / 2);
  return half > 0 && half < percent ? [half, 0] : [0];
}
