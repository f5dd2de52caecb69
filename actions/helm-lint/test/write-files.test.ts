import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { rules } from '../src/report/rules.ts';
import { writeFiles } from '../src/write-files.ts';
import { sampleFinding } from './sample-finding.ts';
import { sampleOutcome } from './sample-outcome.ts';

const workspace = mkdtempSync(path.join(tmpdir(), 'kube-delivery-files-'));
const outcome = sampleOutcome({ findings: [sampleFinding()] });
const options = { failOn: 'error', rules, workspace } as const;

afterAll(() => {
  rmSync(workspace, { recursive: true });
});

test('what is asked for is written, with the folders above it', () => {
  writeFiles({ sarif: undefined, junit: undefined }, outcome, options);
  expect(readdirSync(workspace)).toEqual([]);
  writeFiles({ sarif: 'out/lint.sarif', junit: 'lint.xml' }, outcome, options);
  const sarif = JSON.parse(readFileSync(path.join(workspace, 'out/lint.sarif'), 'utf8')) as object;
  expect(sarif).toMatchObject({ version: '2.1.0' });
  expect(readFileSync(path.join(workspace, 'lint.xml'), 'utf8')).toContain('<failure ');
});

test('a file that cannot be written is named', () => {
  expect(() => {
    writeFiles({ sarif: undefined, junit: 'lint.xml/below.xml' }, outcome, options);
  }).toThrow(/lint\.xml\/below\.xml cannot be written: /);
});
