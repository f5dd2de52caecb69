import { booleanAt, numberAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import type { Readiness } from '../readiness.ts';
import { describeCondition, statusCondition } from './conditions.ts';
import { failed, progressing, ready } from './verdicts.ts';

/**
 * A Job is ready when it is complete, and has failed when it gave up (backoff limit, deadline, pod
 * failure policy). One that its manifest suspends is as asked.
 */
export function assessJob(object: KubeObject): Readiness {
  if (statusCondition(object, 'Complete')?.status === 'True') return ready;
  const failure = ['Failed', 'FailureTarget']
    .map((type) => statusCondition(object, type))
    .find((condition) => condition?.status === 'True');
  if (failure !== undefined) return failed(describeCondition(failure));
  if (booleanAt(object, 'spec', 'suspend') === true) return ready;
  const count = (field: string): number => numberAt(object, 'status', field) ?? 0;
  const wanted =
    numberAt(object, 'spec', 'completions') ?? numberAt(object, 'spec', 'parallelism') ?? 1;
  return progressing(
    `${count('succeeded')} of ${wanted} completions, ${count('failed')} failed pods`,
  );
}
