import type { ActionContext } from '../action/context.ts';

/** The environment that tools are run in: without the action's inputs, which may be secret. */
export function toolEnvironment(
  environment: ActionContext['environment'],
): ActionContext['environment'] {
  const kept = Object.entries(environment).filter(
    ([name]) => !/^(?:INPUT_|NODE_OPTIONS$)/.test(name),
  );
  return Object.fromEntries(kept);
}
