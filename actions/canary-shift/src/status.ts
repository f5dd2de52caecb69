import { canaryPercent, describeSplit } from '@kube-delivery/shared/traffic/split';
import type { Conclusion } from './result.ts';
import type { Session } from './session.ts';

/** Tells how far a shift is; reads only. */
export function describeStatus({ keeper }: Session): Conclusion {
  const { record, split } = keeper;
  const percent = canaryPercent(split) ?? 0;
  const weights = `the canary has ${percent}% of the traffic (weights ${describeSplit(split)})`;
  if (record === undefined) {
    return { verdict: 'at-weight', reason: `no shift is under way; ${weights}` };
  }
  const { deadline, phase, revision, run, step } = record;
  const reason =
    `revision ${revision} is ${phase}, step ${step}; ${weights}` +
    (record.reason === '' ? '' : `; ${record.reason}`) +
    `; last written by run ${run.id === '' ? 'outside of GitHub' : run.id}, due by ${deadline}`;
  return { verdict: 'at-weight', reason };
}
