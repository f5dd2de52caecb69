import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { projectRoot } from '../../../../scripts/project-root.ts';
import { validateXML } from 'xmllint-wasm';
import { junitOf } from '../../src/report/junit.ts';
import type { Played } from '../../src/report/played.ts';
import { failedKill, look, samplePlayed } from './sample-played.ts';

const schema = readFileSync(path.join(projectRoot, 'shared/test/report/junit.xsd'), 'utf8');
const plain = (text: string): string => text;

const good = samplePlayed({
  journal: { steady_states: { before: look(0, 1), after: look(2, 1), during: [look(1, 1)] } },
  judgement: { verdict: 'passed', reason: '', succeeds: true },
});
const bad = samplePlayed({
  journal: { run: [failedKill('may not "delete" <pods>')] },
  result: {
    recovery: { recovered: false, reason: 'it stayed away' },
    undo: [{ title: 'cordon a', namespace: undefined, outcome: 'failed', reason: 'gone' }],
  },
});

function failuresOf(played: Played): readonly string[] {
  const xml = junitOf([played], plain);
  const pattern = /<testcase name="([^"]*)"[^>]*>\n\s*<failure type="([^"]*)" message="([^"]*)"/g;
  return [...xml.matchAll(pattern)].map(([, ...parts]) => parts.join(' | '));
}

test.each([
  ['none', []],
  ['a good and a bad one', [good, bad]],
])('a file of %s meets the schema', async (_, all) => {
  const { errors } = await validateXML({ xml: junitOf(all, plain), schema });
  expect(errors).toEqual([]);
});

test('a good experiment has cases that passed', () => {
  const xml = junitOf([good], plain);
  expect(failuresOf(good)).toEqual([]);
  expect(xml).toContain('<testsuite name="web survives" tests="8" failures="0"');
  expect([...xml.matchAll(/<testcase name="([^"]*)"/g)].map(([, name]) => name)).toEqual([
    'hypothesis before',
    'method: kill a pod',
    'hypothesis during',
    'hypothesis after',
    'rollback: restore',
    'way back: kill pod web-1',
    'recovery',
    'verdict',
  ]);
  expect(xml).toContain('<testcase name="recovery" classname="chaos/kill.yaml" time="1.25"/>');
});

test('everything that failed is a failure with its reason', () => {
  expect(failuresOf(bad)).toEqual([
    'method: kill a pod | method | may not &quot;delete&quot; &lt;pods&gt;',
    expect.stringMatching(/^hypothesis during \| hypothesis during \| 1 of 3 looks failed: .*500/),
    'way back: cordon a | way back | gone',
    'recovery | recovery | it stayed away',
    'verdict | verdict | deviated: the hypothesis did not hold',
  ]);
});

test('secrets are taken out before the text becomes XML', () => {
  const secret = samplePlayed({ journal: { run: [failedKill('token a&b<c was refused')] } });
  const xml = junitOf([secret], (text) => text.replaceAll('a&b<c', '***'));
  expect(xml).toContain('token *** was refused');
  expect(xml).not.toContain('a&amp;b');
});
