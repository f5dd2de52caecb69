import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { bundleAction } from './build/bundle-action.ts';
import { projectRoot } from './project-root.ts';

const actionsFolder = path.join(projectRoot, 'actions');
const all = readdirSync(actionsFolder).filter((name) =>
  existsSync(path.join(actionsFolder, name, 'src/index.ts')),
);
const named = process.argv.slice(2);
const unknown = named.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`no such action: ${unknown.join(', ')}; there are ${all.join(', ')}`);
  process.exit(1);
}

const results = await Promise.all(
  (named.length > 0 ? named : all).map((name) => bundleAction(name)),
);
for (const result of results) console.log(result.message);
if (results.some((result) => !result.ok)) process.exitCode = 1;
