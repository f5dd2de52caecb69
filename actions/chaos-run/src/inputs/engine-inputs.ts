import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { Dry } from '../engine/engine.ts';
import { hypothesisStrategies } from '../experiment/experiment.ts';
import type { HypothesisStrategy } from '../experiment/experiment.ts';

/** What a dry run leaves out. */
export type DryRun = Dry | undefined;

/** Chaos Toolkit takes `continuously` in two spellings. */
export const hypothesisStrategyTexts = [...hypothesisStrategies, 'continously'] as const;

/** The strategy that a text stands for. */
export function hypothesisStrategyOf(
  text: (typeof hypothesisStrategyTexts)[number] | undefined,
): HypothesisStrategy | undefined {
  return text === 'continously' ? 'continuously' : text;
}

const dryRuns = ['false', 'true', 'probes', 'actions', 'activities', 'pause'] as const;

/** Reads `dry-run`: a boolean, or one of Chaos Toolkit's words. */
export function readDry(reader: InputReader): DryRun {
  const given = reader.choice('dry-run', dryRuns, 'false');
  switch (given) {
    case 'false':
      return undefined;
    case 'true':
      return 'plan';
    case 'probes':
    case 'actions':
    case 'activities':
    case 'pause':
      return given;
  }
}
