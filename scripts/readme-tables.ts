import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { allRules } from '../actions/helm-lint/src/all-rules.ts';
import { functionCatalogue } from '../actions/chaos-run/src/functions/catalogue.ts';
import { withTables } from './docs/action-tables.ts';
import { readActionMetadata } from './docs/action-metadata.ts';
import { withFunctions } from './docs/functions-table.ts';
import { rulesPage } from './docs/rules-page.ts';
import { projectRoot } from './project-root.ts';

/** A page of which at least a part is made from the code. */
interface Page {
  /** Below the project. */
  readonly file: string;
  readonly source: string;
  readonly write: (before: string) => string;
}

const readmes = readdirSync(path.join(projectRoot, 'actions')).map((name): Page => {
  const metadata = readActionMetadata(path.join(projectRoot, 'actions', name));
  return {
    file: `actions/${name}/README.md`,
    source: 'action.yml',
    write: (before) => withTables(before, metadata),
  };
});
const rules: Page = {
  file: 'actions/helm-lint/RULES.md',
  source: 'the rules in the code',
  write: () => rulesPage(allRules),
};

const functions: Page = {
  file: 'actions/chaos-run/README.md',
  source: 'the functions in the code',
  write: (before) => withFunctions(before, functionCatalogue.all),
};

const check = process.argv.includes('--check');
for (const { file, source, write } of [...readmes, rules, functions]) {
  const target = path.join(projectRoot, file);
  const before = existsSync(target) ? readFileSync(target, 'utf8') : '';
  const after = write(before);
  if (after === before) continue;
  if (!check) writeFileSync(target, after);
  else {
    console.error(`${file} does not match ${source}: npm run docs`);
    process.exitCode = 1;
  }
}
