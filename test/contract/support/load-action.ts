import path from 'node:path';
import type { Action } from '../../../shared/src/action/action.ts';
import { projectRoot } from '../../../scripts/project-root.ts';

type AnyAction = Pick<Action<unknown, string>, 'name' | 'verdicts' | 'outputs' | 'readInputs'>;

/** The action that the folder `actions/<name>` exports as `action`. */
export async function loadAction(name: string): Promise<AnyAction> {
  const file = path.join(projectRoot, 'actions', name, 'src/action.ts');
  const module = (await import(file)) as { readonly action: AnyAction };
  return module.action;
}
