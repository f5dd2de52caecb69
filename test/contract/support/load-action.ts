import path from 'node:path';
import type { Action } from '../../../shared/src/action/action.ts';
import type { ActionContext } from '../../../shared/src/action/context.ts';
import { createSecrets } from '../../../shared/src/action/secrets.ts';
import { readRunFacts } from '../../../shared/src/action/read-run-facts.ts';
import { systemClock } from '../../../shared/src/time/system-clock.ts';
import { projectRoot } from '../../../scripts/project-root.ts';

type AnyAction = Pick<Action<unknown, string>, 'name' | 'verdicts' | 'outputs' | 'readInputs'>;

/** The action that the folder `actions/<name>` exports as `action`. */
export async function loadAction(name: string): Promise<AnyAction> {
  const file = path.join(projectRoot, 'actions', name, 'src/action.ts');
  const module = (await import(file)) as { readonly action: AnyAction };
  return module.action;
}

const silent = (): void => undefined;

/** A context outside any runner, for reading inputs without running. */
export const quietContext: ActionContext = {
  log: {
    info: silent,
    notice: silent,
    warning: silent,
    quote: silent,
    progress: silent,
    group: async (_title, work) => work(),
  },
  clock: systemClock,
  run: readRunFacts({ environment: {}, readText: () => undefined }),
  secrets: createSecrets(silent),
  signal: new AbortController().signal,
  environment: {},
  keepForPost: silent,
};
