import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withTables } from './docs/action-tables.ts';
import { readActionMetadata } from './docs/action-metadata.ts';
import { projectRoot } from './project-root.ts';

const check = process.argv.includes('--check');
let stale = false;
for (const name of readdirSync(path.join(projectRoot, 'actions'))) {
  const folder = path.join(projectRoot, 'actions', name);
  const file = path.join(folder, 'README.md');
  const before = readFileSync(file, 'utf8');
  const after = withTables(before, readActionMetadata(folder));
  if (after === before) continue;
  stale = true;
  if (check) console.error(`actions/${name}/README.md does not match action.yml: npm run docs`);
  else writeFileSync(file, after);
}
if (check && stale) process.exitCode = 1;
