import { InputError } from '@kube-delivery/shared/action/errors';
import type { ChaosSession } from './chaos-session.ts';
import { checkValues } from './load-values.ts';
import { reachOf } from './preflight.ts';

/**
 * Holds all experiments against what is known before the first of them begins: their values, and the
 * namespaces that they would touch. Throws one InputError of everything that is wrong. What a probe of the
 * configuration has a say in is looked at when the experiment's turn comes.
 */
export function checkExperiments(session: ChaosSession): void {
  const { caps, experiments } = session.inputs;
  const problems = experiments.flatMap((experiment) => {
    const { known, problems: missing } = checkValues(experiment, session);
    return [...missing, ...reachOf(experiment, known, caps).problems];
  });
  if (problems.length > 0) throw new InputError(problems);
}
