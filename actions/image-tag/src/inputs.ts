import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { readBuildId, readBuildSystem } from './build-id.ts';
import { readBuildSource } from './build-source.ts';
import { readSourceDate } from './commit-date.ts';
import { readFloating } from './floating.ts';
import type { FloatingKind } from './floating.ts';
import { readLabels } from './labels.ts';
import type { Labels } from './labels.ts';
import { planTags } from './plan-tags.ts';
import { readRepositories } from './repositories.ts';
import type { Repository } from './repositories.ts';
import { readStrategies } from './strategy.ts';
import type { Strategy } from './strategy.ts';
import { buildValues, noCommit } from './values.ts';
import type { ValueSources } from './values.ts';
import { readComponent, readVersion } from './version.ts';

/** Every input, read once, and what the event says. */
export interface Inputs {
  readonly repositories: readonly Repository[];
  readonly strategies: readonly Strategy[];
  /** All that tags are made from, besides the commit's date, which takes a clone. */
  readonly sources: Omit<ValueSources, 'date'>;
  readonly component: string;
  readonly floating: readonly FloatingKind[];
  readonly labels: Labels;
  readonly annotations: Labels;
  /** SOURCE_DATE_EPOCH. */
  readonly sourceDate: Date | undefined;
}

/** Reads and checks every input; problems stay with the reader. */
export function readInputs(reader: InputReader, context: ActionContext): Inputs {
  const source = readBuildSource(context.run);
  if (source.sha === undefined) reader.reject(source.shaField, noCommit(source));
  const component = readComponent(reader);
  const inputs: Inputs = {
    repositories: readRepositories(reader),
    strategies: readStrategies(reader),
    sources: {
      source,
      eventName: context.run.eventName,
      shaLength: reader.integer('sha-length', 12, { min: 7, max: 40 }),
      buildId: readBuildId(reader, context.run),
      buildSystem: readBuildSystem(reader),
      version: readVersion(reader, component, source.gitTag),
    },
    component,
    floating: readFloating(reader),
    labels: readLabels(reader, 'labels'),
    annotations: readLabels(reader, 'annotations'),
    sourceDate: readSourceDate(reader, context.environment),
  };
  if (!partsRejected(reader, source.shaField)) rehearse(reader, inputs);
  return inputs;
}

const parts = ['build-id', 'build-system', 'version'];

function partsRejected(reader: InputReader, shaField: string): boolean {
  return [...parts, shaField].some((name) => reader.isRejected(name));
}

/** Makes the tags with any date, so that what is wrong with them is told with all other problems. */
function rehearse(reader: InputReader, { strategies, sources }: Inputs): void {
  const values = buildValues({ ...sources, date: new Date(0) });
  for (const problem of planTags(strategies, values).problems) reader.reject('strategy', problem);
}
