import type { ExperimentRun } from './engine/engine.ts';
import type { Experiment, Scope } from './experiment/experiment.ts';
import type { Inputs } from './inputs.ts';

/**
 * How an experiment is run: what the user set wins over the file's `runtime`, and that over the
 * defaults, which are Chaos Toolkit's own with its `compat`.
 */
export function experimentRun(
  experiment: Experiment,
  scope: Scope,
  inputs: Inputs,
  { hasSwept }: { readonly hasSwept: boolean },
): ExperimentRun {
  const { compat, isShortForm } = inputs;
  return {
    experiment,
    scope,
    compat,
    hypothesisStrategy: inputs.hypothesisStrategy ?? experiment.hypothesisStrategy ?? 'default',
    rollbackStrategy:
      inputs.rollbackStrategy ??
      experiment.rollbackStrategy ??
      (compat === 'strict' ? 'always' : 'default'),
    dry: inputs.dryRun,
    frequency: inputs.frequency,
    failFast: inputs.failFast,
    abortOn: inputs.abortOn,
    afterUndo: isShortForm && compat === 'strict',
    recoveryTimeout: inputs.recoveryTimeout,
    gatePatience: hasSwept && compat === 'strict' ? inputs.recoveryTimeout : 0,
  };
}
