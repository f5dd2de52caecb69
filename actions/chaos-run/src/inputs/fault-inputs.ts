import type { ActionContext } from '@kube-delivery/shared/action/context';
import { InputError } from '@kube-delivery/shared/action/errors';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { chooseCredentials } from '@kube-delivery/shared/cluster/chosen-credentials';
import { readConnectionInputs } from '@kube-delivery/shared/cluster/connection-inputs';
import type { Experiment } from '../experiment/experiment.ts';
import { readExperiment } from '../experiment/read-experiment.ts';
import type { ExperimentRules } from '../experiment/reading.ts';
import { faults } from '../short-form/fault.ts';
import { readHypothesis } from '../short-form/hypothesis-check.ts';
import { buildShortForm } from '../short-form/read-short-form.ts';

import { readPercent } from './percent.ts';

/** What a short form was read to; no experiment where it is wrong. */
export interface ReadFault {
  readonly experiment: Experiment | undefined;
}

/** The name of an experiment that no file holds. */
export const shortFormFile = 'experiment';

/** Reads `fault` and the inputs that go with it; undefined where no fault was given. */
export function readFault(
  reader: InputReader,
  target: string | undefined,
  rules: ExperimentRules,
  context: ActionContext,
): ReadFault | undefined {
  const fault = reader.optionalChoice('fault', faults);
  const isGiven = fault !== undefined || reader.isRejected('fault');
  const given = {
    count: reader.optionalInteger('count', { min: 0 }),
    percent: readPercent(reader, 'percent'),
    duration: reader.optionalDuration('duration', { zero: true }) ?? 0,
    command: reader.text('command'),
    container: reader.text('container'),
    checks: readHypothesis(reader, context),
  };
  if (!isGiven) {
    refuseWithout(reader, given);
    return undefined;
  }
  if (target === undefined) reader.reject('target', 'is required with fault, and was not given');
  if (fault === undefined || target === undefined) return { experiment: undefined };
  const namespace = namespaceOf(reader, context);
  const built = buildShortForm({ ...given, fault, target, namespace });
  if ('problems' in built) {
    for (const { input, message } of built.problems) reader.reject(input, message);
    return { experiment: undefined };
  }
  const read = readExperiment(JSON.stringify(built.document), `${shortFormFile}.json`, rules);
  if ('problems' in read) {
    for (const { message } of read.problems) reader.reject('fault', message);
    return { experiment: undefined };
  }
  return { experiment: withDuring(read.experiment, built.duringNames) };
}

/** Where the target lies. What is wrong with the connection is told by whoever needs it. */
function namespaceOf(reader: InputReader, context: ActionContext): string {
  let namespace = reader.text('namespace') ?? 'default';
  reader.readIf(false, () => {
    try {
      namespace = chooseCredentials(readConnectionInputs(reader, context)).namespace;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  });
  return namespace;
}

function withDuring(experiment: Experiment, names: readonly string[]): Experiment {
  const probes = (experiment.hypothesis?.probes ?? []).filter(({ name }) => names.includes(name));
  return {
    ...experiment,
    file: shortFormFile,
    duringProbes: probes.length === 0 ? undefined : probes,
  };
}

function refuseWithout(
  reader: InputReader,
  given: Readonly<Record<'count' | 'percent' | 'command' | 'container' | 'checks', unknown>> & {
    readonly duration: number;
  },
): void {
  const names = { count: 'count', percent: 'percent', command: 'command', container: 'container' };
  for (const [key, input] of Object.entries({ ...names, checks: 'hypothesis' })) {
    if (given[key as keyof typeof given] !== undefined) {
      reader.reject(input, 'goes with fault, which was not given');
    }
  }
  if (given.duration > 0) reader.reject('duration', 'goes with fault, which was not given');
}
