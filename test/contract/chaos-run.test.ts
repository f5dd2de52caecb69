import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { objectAt, stringAt } from '../../shared/src/json/json.ts';
import type { Json, JsonObject } from '../../shared/src/json/json.ts';
import { workspaceWith } from '../e2e/support/manifest-folder.ts';
import { runBundle } from './support/run-bundle.ts';
import type { BundleRun } from './support/run-bundle.ts';

/** An activity that runs a shell's command. */
function shell(type: 'action' | 'probe', name: string, command: string, more = {}): JsonObject {
  return {
    type,
    name,
    provider: { type: 'process', path: 'sh', arguments: ['-c', command] },
    ...more,
  };
}

/** A hypothesis of one probe that ends with the code 0. */
function holds(command: string): JsonObject {
  return { title: 'it holds', probes: [shell('probe', 'holds', command, { tolerance: 0 })] };
}

const touch = shell('action', 'break it', 'touch broken');
const mend = shell('action', 'mend it', 'rm -f broken; touch mended');

interface ChaosRun extends BundleRun {
  readonly workspace: string;
  readonly journal: (name?: string) => Json;
}

async function run(
  experiments: Readonly<Record<string, JsonObject>>,
  inputs: Readonly<Record<string, string>> = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<ChaosRun> {
  const files = Object.entries(experiments).map(([name, document]) => [
    name,
    JSON.stringify({ title: name, description: name, ...document }),
  ]);
  const workspace = workspaceWith(Object.fromEntries(files) as Record<string, string>);
  const bundle = await runBundle('chaos-run', {
    workspace,
    environment,
    inputs: {
      experiment: Object.keys(experiments).join('\n'),
      'allow-process': 'true',
      'hypothesis-frequency': '50ms',
      'recovery-timeout': '300ms',
      ...inputs,
    },
  });
  const journal = (name = 'journal.json'): Json =>
    JSON.parse(readFileSync(path.join(workspace, name), 'utf8')) as Json;
  return { ...bundle, workspace, journal };
}

test('a hypothesis that holds before and after the method passes', async () => {
  const { exitCode, outputs, journal, summary } = await run(
    {
      'one.json': { 'steady-state-hypothesis': holds('true'), method: [touch], rollbacks: [mend] },
    },
    {},
    { GITHUB_RUN_ID: '17' },
  );
  expect(outputs).toMatchObject({
    verdict: 'passed',
    reason: '',
    status: 'completed',
    deviated: 'false',
    targets: '[]',
    journal: 'journal.json',
  });
  expect(exitCode).toBe(0);
  expect(stringAt(journal(), 'rollbacks', 0, 'status')).toBe('succeeded');
  expect(objectAt(journal(), 'x-kube-delivery')).toMatchObject({
    verdict: 'passed',
    seed: '17',
    targets: [],
  });
  expect(summary).toContain('break it');
});

test.each<[string, JsonObject, RegExp]>([
  [
    'gate-failed',
    { 'steady-state-hypothesis': holds('exit 3'), method: [touch] },
    /did not hold before the method, which was not played.*3/,
  ],
  [
    'action-failed',
    {
      method: [
        shell('action', 'hit', 'sleep 5', {
          provider: { type: 'process', path: 'sh', arguments: ['-c', 'sleep 5'], timeout: 0.2 },
        }),
      ],
    },
    /"hit" failed/,
  ],
  ['no-effect', { method: [shell('probe', 'look', 'true')] }, /no action/],
  [
    'deviated',
    {
      'steady-state-hypothesis': holds('test ! -e broken'),
      method: [touch],
      rollbacks: [mend],
    },
    /did not hold after the method/,
  ],
  [
    'not-recovered',
    { 'steady-state-hypothesis': holds('test ! -e broken'), method: [touch] },
    /300ms|did not hold/,
  ],
  [
    'rollback-failed',
    {
      'steady-state-hypothesis': holds('true'),
      method: [touch],
      rollbacks: [
        shell('action', 'mend it', 'sleep 5', {
          provider: { type: 'process', path: 'sh', arguments: ['-c', 'sleep 5'], timeout: 0.2 },
        }),
      ],
    },
    /the rollback "mend it" failed/,
  ],
])('%s fails the step and says why', async (verdict, document, reason) => {
  const { exitCode, outputs, stdout } = await run({ 'one.json': document });
  expect({ verdict: outputs.verdict, reason: outputs.reason }).toEqual({
    verdict,
    reason: expect.stringMatching(reason) as unknown,
  });
  expect(exitCode).toBe(1);
  expect(stdout).toContain(`::error::chaos-run: ${verdict}: `);
});

test('rollbacks are played after a deviation, and not where the method never began', async () => {
  const broken = await run({
    'one.json': {
      'steady-state-hypothesis': holds('test ! -e broken'),
      method: [touch],
      rollbacks: [mend],
    },
  });
  expect(existsSync(path.join(broken.workspace, 'mended'))).toBe(true);
  const stopped = await run({
    'one.json': { 'steady-state-hypothesis': holds('false'), method: [touch], rollbacks: [mend] },
  });
  expect(existsSync(path.join(stopped.workspace, 'broken'))).toBe(false);
  expect(existsSync(path.join(stopped.workspace, 'mended'))).toBe(false);
});

test('with compat of Chaos Toolkit a gate that fails is no failure of the step', async () => {
  const { exitCode, outputs } = await run(
    { 'one.json': { 'steady-state-hypothesis': holds('exit 3'), method: [touch] } },
    { compat: 'chaostoolkit' },
  );
  expect([exitCode, outputs.verdict, outputs.status]).toEqual([0, 'gate-failed', 'completed']);
});

test('several experiments are run in their order; the gravest verdict counts', async () => {
  const good = { 'steady-state-hypothesis': holds('true'), method: [touch] };
  const { exitCode, outputs, journal, workspace } = await run(
    {
      'a.json': good,
      'b.json': { 'steady-state-hypothesis': holds('false'), method: [touch] },
      'c.json': good,
    },
    { junit: 'out/chaos.xml' },
  );
  expect([exitCode, outputs.verdict]).toEqual([1, 'gate-failed']);
  expect(outputs.journal?.split('\n')).toEqual([
    'journal-a.json',
    'journal-b.json',
    'journal-c.json',
  ]);
  expect(stringAt(journal('journal-c.json'), 'status')).toBe('completed');
  const junit = readFileSync(path.join(workspace, 'out/chaos.xml'), 'utf8');
  expect(junit).toMatch(/<testsuite name="b.json"[^>]*failures="2"/);
});

test('nothing follows an experiment that did not recover', async () => {
  const { outputs, workspace, summary } = await run({
    'a.json': { 'steady-state-hypothesis': holds('test ! -e broken'), method: [touch] },
    'b.json': { method: [shell('action', 'never', 'touch never')] },
  });
  expect(outputs.verdict).toBe('not-recovered');
  expect(existsSync(path.join(workspace, 'never'))).toBe(false);
  expect(summary).toContain('`b.json` (b.json) did not begin: a.json ended the row');
});

test('a wrong value in the second file refuses both, at its line', async () => {
  const { outputs, stdout, workspace } = await run({
    'a.json': { method: [touch] },
    'b.json': { configuration: { front: { type: 'env', key: 'NOT_THERE' } }, method: [touch] },
    'c.json': { secrets: { app: { token: { type: 'env', key: 'NOR_THIS' } } }, method: [touch] },
  });
  expect(outputs.verdict).toBe('invalid');
  expect(stdout).toMatch(/::error file=b\.json,line=1::.*NOT_THERE is not set/);
  expect(stdout).toMatch(/::error file=c\.json,line=1::.*NOR_THIS is not set/);
  expect(existsSync(path.join(workspace, 'broken'))).toBe(false);
  expect(existsSync(path.join(workspace, 'journal-a.json'))).toBe(false);
});

test.each<[string, JsonObject, RegExp]>([
  [
    'not-recovered',
    { 'steady-state-hypothesis': holds('test ! -e broken'), method: [touch] },
    /^::error title=chaos-run,file=one\.json,line=1::The hypothesis did not hold again within 300ms/m,
  ],
  [
    'no-effect',
    { method: [shell('probe', 'look', 'true')] },
    /^::error title=chaos-run,file=one\.json,line=1::The method has no action/m,
  ],
])('%s is told at its line', async (verdict, document, annotation) => {
  const { outputs, stdout } = await run({ 'one.json': document });
  expect(outputs.verdict).toBe(verdict);
  expect(stdout).toMatch(annotation);
});

test('secrets are nowhere to be seen', async () => {
  const secret = 'hunter2-in-the-vault';
  const experiment: JsonObject = {
    secrets: { app: { token: { type: 'env', key: 'APP_TOKEN' }, literal: 'second-secret-value' } },
    configuration: {
      made: {
        type: 'probe',
        name: 'make',
        provider: { type: 'process', path: 'echo', arguments: '${token}' },
      },
    },
    'steady-state-hypothesis': holds('true'),
    method: [
      shell('action', 'shout', 'echo $0; echo $0 >&2; exit 0'),
      {
        type: 'action',
        name: 'tell',
        provider: {
          type: 'process',
          path: 'echo',
          arguments: ['${token}', '${literal}', '${made}'],
        },
      },
    ],
  };
  const { outputs, stdout, stderr, summary, report, journal, workspace } = await run(
    { 'one.json': experiment },
    { junit: 'junit.xml' },
    { APP_TOKEN: secret },
  );
  expect(outputs.verdict).toBe('passed');
  const unmasked = stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  const shown = [
    unmasked.join('\n'),
    stderr,
    summary,
    JSON.stringify(outputs),
    JSON.stringify(report),
    JSON.stringify(journal()),
    readFileSync(path.join(workspace, 'junit.xml'), 'utf8'),
  ].join('\n');
  expect(stringAt(journal(), 'run', 1, 'output', 'stdout')).toBe('*** *** ***\n');
  for (const value of [secret, 'second-secret-value', Buffer.from(secret).toString('base64')]) {
    expect(shown).not.toContain(value);
  }
});

test('a process does not see the inputs of the action', async () => {
  const { journal } = await run(
    { 'one.json': { method: [shell('action', 'environment', 'env')] } },
    {},
    { INPUT_TOKEN: 'of the action' },
  );
  const output = stringAt(journal(), 'run', 0, 'output', 'stdout') ?? '';
  expect(output).toContain('PATH=');
  expect(output).not.toContain('INPUT_');
});
