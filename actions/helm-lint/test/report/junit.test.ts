import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { validateXML } from 'xmllint-wasm';
import { projectRoot } from '../../../../scripts/project-root.ts';
import { junitOf } from '../../src/report/junit.ts';
import { sampleFinding } from '../sample-finding.ts';
import { sampleOutcome } from '../sample-outcome.ts';

const schema = readFileSync(path.join(projectRoot, 'shared/test/report/junit.xsd'), 'utf8');
const { charts } = sampleOutcome();

async function problemsOf(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({ xml, schema });
  return errors.map(({ message }) => message);
}

test('the schema knows what is wrong', async () => {
  expect(await problemsOf('<testsuites><testcase/></testsuites>')).not.toEqual([]);
  expect(await problemsOf('<testsuites>')).not.toEqual([]);
});

const findings = [
  sampleFinding({ message: 'is "a" & <b>\n\u0000\u001b[31m\ud800 \u{1F600}', renders: ['a', 'b'] }),
  sampleFinding({ severity: 'warning', rule: 'policy/probes' }),
  sampleFinding({ severity: 'notice', renders: [] }),
];

test.each([
  ['no findings', []],
  ['findings of every kind', findings],
])('a file of %s meets the schema', async (_, found) => {
  expect(await problemsOf(junitOf(charts, found, 'warning'))).toEqual([]);
});

test.each([
  ['error', 1, 2],
  ['warning', 2, 1],
  ['never', 0, 3],
] as const)('with fail-on: %s %i findings fail and %i are skipped', (failOn, failed, skipped) => {
  const xml = junitOf(charts, findings, failOn);
  expect(xml.match(/<failure /g) ?? []).toHaveLength(failed);
  expect(xml.match(/<skipped /g) ?? []).toHaveLength(skipped);
  expect(xml).toContain(
    `<testsuite name="charts/web" tests="3" failures="${failed}" errors="0" skipped="${skipped}"`,
  );
  expect(xml).toContain(`<testsuites name="helm-lint" tests="4" failures="${failed}" errors="0">`);
});

test('a chart without findings has a case that passed', () => {
  expect(junitOf(charts, [], 'error')).toContain(
    '<testcase name="has no findings" classname="charts/db" time="0"/>',
  );
});
