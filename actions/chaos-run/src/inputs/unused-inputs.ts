import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { AbortRules } from '../engine/engine.ts';
import type { Experiment, HypothesisStrategy } from '../experiment/experiment.ts';

/** What the other inputs were read to. */
export interface InputsRead {
  /** `fault` was given, though it may be wrong. */
  readonly isShortForm: boolean;
  /** The experiment of the short form; undefined where that is wrong, or not given. */
  readonly shortForm: Experiment | undefined;
  readonly hypothesisStrategy: HypothesisStrategy | undefined;
  readonly abortOn: AbortRules;
}

const ofExperiments = ['var', 'var-file', 'configuration', 'secrets'] as const;
const notDuring: readonly (HypothesisStrategy | undefined)[] = [
  'before-method-only',
  'after-method-only',
];

/** Refuses inputs that mean nothing beside the others, as whoever gave them expects them to do something. */
export function refuseUnused(reader: InputReader, read: InputsRead): void {
  const { abortOn, isShortForm, shortForm, hypothesisStrategy } = read;
  if (isShortForm) {
    for (const name of ofExperiments) {
      if (reader.text(name) === undefined) continue;
      reader.reject(name, 'goes with experiment: a fault has no configuration and no secrets');
    }
  } else if (reader.text('target') !== undefined && !mayCount(reader, abortOn)) {
    const why = 'goes with fault, or with ready-pods-below of abort-on';
    reader.reject('target', `${why}: what an experiment hits is in its file`);
  }
  const during = (shortForm?.duringProbes ?? []).map(({ name }) => JSON.stringify(name));
  const isAsked =
    !notDuring.includes(hypothesisStrategy) || abortOn.hypothesisFailures !== undefined;
  if (during.length > 0 && !isAsked) {
    reader.reject(
      'hypothesis-strategy',
      `${hypothesisStrategy ?? ''} never asks during the fault, which during: true wants of ${during.join(', ')}`,
    );
  }
}

// Of an abort-on that is wrong nobody knows what it was to say.
function mayCount(reader: InputReader, { readyPodsBelow }: AbortRules): boolean {
  return readyPodsBelow !== undefined || reader.isRejected('abort-on');
}
