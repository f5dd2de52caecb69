import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { findTargetPods } from '@kube-delivery/shared/target/target-pods';
import { parseTarget, targetExamples } from '@kube-delivery/shared/target/target';
import { ActivityFailedError } from '../../activity-failed.ts';
import { Arguments } from '../arguments.ts';
import type { PodAmount } from '../../faults/choose-pods.ts';
import type { FunctionWorld, Parameter } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import type { PodSelection } from './pod-selection.ts';

/** The parameters by which our own actions choose pods; `percent`, rounded down, wins over `count`. */
export const targetParameters = {
  target: required,
  ns: required,
  count: byDefault(1),
  percent: byDefault(null),
} as const satisfies Readonly<Record<string, Parameter>>;

/** The pods behind the target, chosen by chance. Rejects with an ActivityFailedError where there is no such target. */
export async function selectTargetPods(
  given: JsonObject,
  { cluster, signal }: Pick<FunctionWorld, 'cluster' | 'signal'>,
): Promise<PodSelection> {
  const read = new Arguments(given);
  const amount = readAmount(read);
  const text = read.text('target');
  const target = parseTarget(text);
  if (target === undefined) {
    throw new ActivityFailedError(`argument target is ${text}, but must be like ${targetExamples}`);
  }
  const found = await findTargetPods(cluster, target, signal, read.text('ns'));
  if ('problem' in found) throw new ActivityFailedError(found.problem);
  return {
    matched: found.pods.map(({ object }) => object),
    choice: { amount, order: 'listed', random: true },
    sought: `target ${describeReference(found.reference)}`,
  };
}

function readAmount(read: Arguments): PodAmount {
  const percent = read.optionalNumber('percent');
  if (percent === undefined) {
    const count = read.integer('count');
    if (count < 1)
      throw new ActivityFailedError(`argument count is ${count}, but must be at least 1`);
    return { kind: 'count', count };
  }
  if (percent <= 0 || percent > 100) {
    throw new ActivityFailedError(
      `argument percent is ${percent}, but must be above 0 and at most 100`,
    );
  }
  return { kind: 'percent', percent, round: 'down' };
}
