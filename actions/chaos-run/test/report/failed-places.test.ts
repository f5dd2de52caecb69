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
