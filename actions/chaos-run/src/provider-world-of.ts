import type { ChaosSession } from './chaos-session.ts';
import type { PlayParts } from './open-play.ts';

/**
 * The world of an experiment's requests and processes: the job's environment with that of the `.env`
 * files, and without this action's own inputs, which a step of a workflow would not have either.
 */
export function providerWorldOf({ context, inputs }: ChaosSession): PlayParts['providerWorld'] {
  const own = Object.entries(context.environment).filter(([name]) => !name.startsWith('INPUT_'));
  const environment = { ...Object.fromEntries(own), ...inputs.given.environment };
  const { clock, run } = context;
  return (signal) => ({ clock, environment, folder: run.workspace, signal });
}
