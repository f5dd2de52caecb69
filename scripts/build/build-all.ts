import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../project-root.ts';
import { bundleAction } from './bundle-action.ts';

/** The names of all actions. */
export function actionNames(): readonly string[] {
  const folder = path.join(projectRoot, 'actions');
  return readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'action.yml')));
}

/** Bundles the named actions, or all, in parallel; fails with every bundle that could not be made. */
export async function buildAll(names: readonly string[] = actionNames()): Promise<void> {
  const unknown = names.filter((name) => !actionNames().includes(name));
  if (unknown.length > 0) {
    throw new Error(`no such action: ${unknown.join(', ')}; there are ${actionNames().join(', ')}`);
  }
  const results = await Promise.all(names.map(async (name) => bundleAction(name)));
  const failures = results.filter((result) => !result.ok);
  for (const result of results.filter(({ ok }) => ok)) console.log(`  ${result.message}`);
  if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join('\n'));
}
