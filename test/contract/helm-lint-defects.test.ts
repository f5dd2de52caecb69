import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { arrayAt, stringAt, valueAt } from '../../shared/src/json/json.ts';
import type { Json } from '../../shared/src/json/json.ts';
import { ensureTools } from '../cluster/index.ts';
import { cleanChart } from './helm-lint/clean-chart.ts';
import { chartDefects } from './helm-lint/chart-defects.ts';
import type { Defect } from './helm-lint/defect.ts';
import { policyDefects } from './helm-lint/policy-defects.ts';
import { schemaDefects } from './helm-lint/schema-defects.ts';
import { runBundle } from './support/run-bundle.ts';
import type { BundleRun } from './support/run-bundle.ts';

const workspace = mkdtempSync(path.join(tmpdir(), 'kube-delivery-defects-'));
const defects = [...schemaDefects, ...policyDefects, ...chartDefects];
let run: BundleRun;
let findings: readonly Json[] = [];

/** The chart's files with the mistake in one of them. */
function filesOf({ file, from, name, to }: Defect): Record<string, string> {
  const clean = cleanChart(name);
  const text = clean[file] ?? '';
  if (!text.includes(from)) throw new Error(`${name}: ${file} does not hold ${from}`);
  return { ...clean, [file]: text.replace(from, () => to) };
}

function write(name: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(workspace, 'charts', name, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

beforeAll(async () => {
  write('clean', cleanChart('clean'));
  for (const defect of defects) write(defect.name, filesOf(defect));
  const { helm } = await ensureTools(['helm']);
  // The charts have images in common on purpose, each with its own mistakes in them.
  writeFileSync(path.join(workspace, 'rules.yaml'), 'rules:\n  policy/image-tags-differ: off\n');
  run = await runBundle('helm-lint', {
    workspace,
    inputs: { 'helm-path': helm, policy: 'rules.yaml' },
    environment: { GITHUB_REPOSITORY: 'test/shop' },
  });
  findings = arrayAt(run.report, 'findings');
}, 300_000);

afterAll(() => {
  rmSync(workspace, { recursive: true, force: true });
});

test('each chart was linted', () => {
  expect(run.outputs).toMatchObject({ verdict: 'findings', charts: String(defects.length + 1) });
});

test('a chart without mistakes has no finding', () => {
  expect(findings.filter((each) => stringAt(each, 'chart') === 'charts/clean')).toEqual([]);
});

describe('one mistake is one finding, on its line', () => {
  test.each(defects.map((defect) => [defect.name, defect] as const))('%s', (name, defect) => {
    const at = defect.at ?? defect.file;
    const lines = (filesOf(defect)[at] ?? '').split('\n');
    const found = findings
      .filter((each) => stringAt(each, 'chart') === `charts/${name}`)
      .map((each) => ({
        rule: stringAt(each, 'rule'),
        file: stringAt(each, 'file'),
        line: valueAt(each, 'line'),
        said: ['path', 'message', 'hint'].map((field) => stringAt(each, field)).join(' '),
      }));
    expect(found).toEqual([
      {
        rule: defect.rule,
        file: `charts/${name}/${at}`,
        line: lines.findIndex((line) => line.includes(defect.line)) + 1,
        said: expect.stringContaining(defect.says),
      },
    ]);
  });
});
