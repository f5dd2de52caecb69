import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { InputReader } from '../../shared/src/action/input-reader.ts';
import { actionNames } from '../../scripts/build/build-all.ts';
import { readActionMetadata } from '../../scripts/docs/action-metadata.ts';
import { withTables } from '../../scripts/docs/action-tables.ts';
import { projectRoot } from '../../scripts/project-root.ts';
import { quietContext } from '../../shared/test/action/quiet-context.ts';
import { loadAction } from './support/load-action.ts';

const commonOutputs = ['verdict', 'reason', 'report'];

describe.each(actionNames())('%s', (name) => {
  const folder = path.join(projectRoot, 'actions', name);
  const metadata = readActionMetadata(folder);

  test('action.yml declares exactly the inputs that the code reads, with the same defaults', async () => {
    const action = await loadAction(name);
    const reader = new InputReader(() => undefined);
    action.readInputs(reader, quietContext());
    const declared = Object.entries(metadata.inputs).map(
      ([input, { required, default: text }]) => ({
        name: input,
        defaultText: text === undefined || text === '' ? undefined : text,
        required: required === true,
      }),
    );
    const read = [...reader.declarations.values()].map((declaration) => ({
      ...declaration,
      defaultText: declaration.defaultText === '' ? undefined : declaration.defaultText,
    }));
    const byName = (a: { name: string }, b: { name: string }): number =>
      a.name.localeCompare(b.name);
    expect(read.sort(byName)).toEqual(declared.sort(byName));
  });

  test('action.yml declares exactly the outputs that the code sets', async () => {
    const action = await loadAction(name);
    expect([...commonOutputs, ...action.outputs].sort()).toEqual(
      Object.keys(metadata.outputs).sort(),
    );
  });

  test('the README has the tables of action.yml', () => {
    const readme = readFileSync(path.join(folder, 'README.md'), 'utf8');
    expect(withTables(readme, metadata)).toBe(readme);
  });

  test('the README names every verdict', async () => {
    const action = await loadAction(name);
    const readme = readFileSync(path.join(folder, 'README.md'), 'utf8');
    const verdicts = [...action.verdicts.good, ...action.verdicts.bad];
    expect(verdicts.filter((verdict) => !readme.includes(`\`${verdict}\``))).toEqual([]);
  });

  test('action.yml holds no expressions, which the runner refuses in it', () => {
    expect(readFileSync(path.join(folder, 'action.yml'), 'utf8')).not.toContain('${{');
  });

  test('action.yml runs the bundle on Node 24', () => {
    expect(metadata.runs).toMatchObject({ using: 'node24', main: 'dist/index.js' });
  });
});
