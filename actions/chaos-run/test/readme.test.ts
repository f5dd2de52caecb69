import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { withFunctions } from '../../../scripts/docs/functions-table.ts';
import { projectRoot } from '../../../scripts/project-root.ts';
import { readExperiment } from '../src/experiment/read-experiment.ts';
import { functionCatalogue } from '../src/functions/catalogue.ts';
import { faults } from '../src/short-form/fault.ts';

const readme = readFileSync(path.join(projectRoot, 'actions/chaos-run/README.md'), 'utf8');

test('the README lists the functions that run natively', () => {
  expect(withFunctions(readme, functionCatalogue.all)).toBe(readme);
});

test('the README tells what every fault does', () => {
  expect(faults.filter((fault) => !readme.includes(`| \`${fault}\` `))).toEqual([]);
});

test('the experiment of the README is valid', () => {
  const blocks = [...readme.matchAll(/```yaml\n(title:.*?)```/gs)].map(([, text]) => text ?? '');
  expect(blocks).toHaveLength(1);
  for (const text of blocks) {
    const read = readExperiment(text, 'README.yaml', {
      pythonProblem: (provider, type) => functionCatalogue.problem(provider, type),
      compat: 'strict',
      allowProcess: false,
      allowHttp: true,
      programs: { environment: {}, folder: '/' },
    });
    expect(read).not.toHaveProperty('problems');
  }
});
