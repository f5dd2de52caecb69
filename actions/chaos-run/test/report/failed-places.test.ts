import { expect, test } from '@jest/globals';
import type { InputProblem } from '@kube-delivery/shared/action/errors';
import type { Log } from '@kube-delivery/shared/action/log';
import { quietContext } from '../../../../shared/test/action/quiet-context.ts';
import { annotateFailures } from '../../src/report/annotations.ts';
import { failedPlaces } from '../../src/report/failed-places.ts';
import { activity, failedKill, look, played, samplePlayed } from './sample-played.ts';

const nothing = { before: look(0, 1), after: look(9, 1), during: [] };

test('looks and activities that failed, each line once', () => {
  const bad = look(6, 3, 'pod web-0: no answer');
  const sample = samplePlayed({});
  const { during } = sample.result.journal.steady_states;
  const places = failedPlaces(
    samplePlayed({
      journal: {
        steady_states: { before: look(0, 1), after: bad, during },
        run: [failedKill('no pod may be hit')],
      },
    }),
  );
  expect(places.map(({ line }) => line)).toEqual([12, 5]);
  expect(places[0]?.message).toBe('The action "kill a pod" failed: no pod may be hit');
  expect(places[1]?.message).toMatch(
    /^The hypothesis did not hold in 1 of 3 looks during the method: "health" failed: pod web-1: status is 500/,
  );
});

test('a look before or after, and a rollback', () => {
  const restore = activity('action', 'restore', 20);
  const exception = ['chaoslib.exceptions.ActivityFailed: gone\n'];
  const rollbacks = [played(restore, 5, null, { status: 'failed', exception })];
  const bad = look(0, 3, 'no answer');
  const of = (before: typeof bad | null, after: typeof bad | null): readonly string[] =>
    failedPlaces(samplePlayed({ journal: { steady_states: { before, after, during: [] } } })).map(
      ({ line, message }) => `${line} ${message.replace(/:.*/s, '')}`,
    );
  expect(of(bad, null)).toEqual(['5 The hypothesis did not hold before the method']);
  expect(of(null, bad)).toEqual(['5 The hypothesis did not hold after the method']);
  expect(failedPlaces(samplePlayed({ journal: { steady_states: nothing, rollbacks } }))).toEqual([
    { line: 20, message: 'The action "restore" failed: gone' },
  ]);
  expect(failedPlaces(samplePlayed({ journal: { steady_states: nothing } }))).toEqual([]);
});

const lines: Readonly<Record<string, number>> = { 'steady-state-hypothesis': 3, method: 10 };
const lineOf = ([key]: readonly (string | number)[]): number => lines[String(key)] ?? 1;
const quiet = { steady_states: nothing };
const left = {
  title: 'scale web from 3 to 0',
  namespace: 'shop',
  outcome: 'failed',
  reason: 'forbidden',
} as const;
const noEffect = {
  verdict: 'no-effect',
  reason: 'the actions of the method changed nothing',
} as const;
const second = activity('action', 'kill another', 15);

test.each<[string, Parameters<typeof samplePlayed>[0], readonly [number, string][]]>([
  [
    'a fault that could not be taken back, at its action',
    { result: { undo: [left] } },
    [[12, 'Could not take back "scale web from 3 to 0": forbidden']],
  ],
  [
    'one of several actions, and a fault of which nobody knows whose it is, at the method',
    {
      result: { undo: [left, { ...left, title: 'cordon a' }] },
      experiment: { method: [activity('action', 'kill a pod', 12), second] },
    },
    [
      [12, 'Could not take back "scale web from 3 to 0": forbidden'],
      [10, 'Could not take back "cordon a": forbidden'],
    ],
  ],
  [
    'an action that failed and could not be taken back: both at its line',
    { result: { undo: [left] }, journal: { run: [failedKill('cut off')] } },
    [
      [12, 'The action "kill a pod" failed: cut off'],
      [12, 'Could not take back "scale web from 3 to 0": forbidden'],
    ],
  ],
  [
    'a hypothesis that did not hold again, at the hypothesis',
    { result: { recovery: { recovered: false, reason: 'it did not hold again within 2m' } } },
    [[3, 'It did not hold again within 2m']],
  ],
  [
    'actions that changed nothing, at the only action',
    { judgement: noEffect },
    [[12, 'The actions of the method changed nothing']],
  ],
  [
    'a method without any action, at the method',
    { judgement: { ...noEffect, reason: 'the method has no action' }, experiment: { method: [] } },
    [[10, 'The method has no action']],
  ],
  [
    'an action that hit nothing, once',
    { judgement: noEffect, journal: { run: [failedKill('no pod may be hit')] } },
    [[12, 'The action "kill a pod" failed: no pod may be hit']],
  ],
])('%s', (_, { journal, experiment, ...change }, places) => {
  const sample = samplePlayed({
    ...change,
    journal: { ...quiet, ...journal },
    experiment: { lineOf, ...experiment },
  });
  expect(failedPlaces(sample).map(({ line, message }) => [line, message])).toEqual(places);
});

function annotationsOf(
  files: number,
  isShortForm: boolean,
  problems: readonly InputProblem[] = [],
): readonly (readonly unknown[])[] {
  const said: (readonly unknown[])[] = [];
  const log: Log = {
    ...quietContext().log,
    annotate: (level, _message, { file, line }) => said.push([level, file, line]),
  };
  const run = [failedKill('no pod may be hit')];
  const sample = samplePlayed({ journal: { steady_states: nothing, run } });
  const all = Array.from({ length: files }, () => sample);
  annotateFailures({ all, problems, isShortForm: () => isShortForm }, log);
  return said;
}

test('annotations are at the lines of files, as many as GitHub shows', () => {
  expect(annotationsOf(1, false)).toEqual([['error', 'chaos/kill.yaml', 12]]);
  expect(annotationsOf(1, true)).toEqual([]);
  expect(annotationsOf(12, false)).toHaveLength(9);
  const wrong = { input: 'experiment', message: 'no', file: 'chaos/b.yaml', line: 3 };
  const both = annotationsOf(12, false, [wrong, { input: 'experiment', message: 'no' }]);
  expect(both.slice(0, 3)).toEqual([
    ['error', 'chaos/b.yaml', 3],
    ['error', undefined, undefined],
    ['error', 'chaos/kill.yaml', 12],
  ]);
  expect(both).toHaveLength(9);
});
