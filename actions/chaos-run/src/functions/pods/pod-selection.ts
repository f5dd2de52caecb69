import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../../activity-failed.ts';
import type { PodAmount, PodChoice } from '../../faults/choose-pods.ts';
import { Arguments } from '../arguments.ts';
import type { FunctionWorld, Parameter } from '../native-function.ts';
import { byDefault } from '../parameter.ts';
import { describeSearch, listPods } from './list-pods.ts';
import { matchNames } from './match-names.ts';

/** The parameters by which actions on pods choose them, but the namespace. */
export const selectionParameters = {
  label_selector: byDefault(null),
  name_pattern: byDefault(null),
  all: byDefault(false),
  rand: byDefault(false),
  mode: byDefault('fixed'),
  qty: byDefault(1),
} as const satisfies Readonly<Record<string, Parameter>>;

/** The pods that an action's arguments select, and which of them it asks for. */
export interface PodSelection {
  readonly matched: readonly KubeObject[];
  readonly choice: PodChoice;
  /** For messages. */
  readonly sought: string;
}

/** Finds the pods that label selector and name pattern select. A percentage rounds up, as the original does. */
export async function selectPods(
  given: JsonObject,
  world: Pick<FunctionWorld, 'cluster' | 'signal'>,
): Promise<PodSelection> {
  const read = new Arguments(given);
  const choice = readChoice(read);
  const namespace = read.text('ns');
  const labelSelector = read.optionalText('label_selector');
  const namePattern = read.optionalText('name_pattern');
  const pods = await listPods(world, namespace, labelSelector);
  const matched = namePattern === undefined ? pods : matchNames(pods, namePattern);
  return { matched, choice, sought: describeSearch(namespace, labelSelector, namePattern) };
}

function readChoice(read: Arguments): PodChoice {
  const order = read.choice('order', ['alphabetic', 'oldest']);
  return {
    amount: readAmount(read),
    order: order === 'oldest' ? 'oldest' : 'listed',
    random: read.boolean('rand'),
  };
}

function readAmount(read: Arguments): PodAmount {
  const mode = read.choice('mode', ['fixed', 'percentage']);
  const quantity = mode === 'fixed' ? read.integer('qty') : read.number('qty');
  if (quantity < 0)
    throw new ActivityFailedError(`argument qty is ${quantity}, but must not be negative`);
  if (read.boolean('all')) return { kind: 'all' };
  return mode === 'fixed'
    ? { kind: 'count', count: quantity }
    : { kind: 'percent', percent: quantity, round: 'up' };
}
