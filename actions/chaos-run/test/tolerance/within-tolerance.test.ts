import { expect, test } from '@jest/globals';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityCrashedError, ActivityFailedError } from '../../src/activity-failed.ts';
import { ToleranceCrash } from '../../src/tolerance/tolerance-crash.ts';
import { withinTolerance } from '../../src/tolerance/within-tolerance.ts';
import { answersOf } from './answers.ts';

// What chaoslib 1.44.0 says of every output: y(es), n(o), or c(rashes).
const { configuration, secrets, outputs, cases } = answersOf('chaoslib-answers') as {
  readonly configuration: JsonObject;
  readonly secrets: JsonObject;
  readonly outputs: readonly Json[];
  readonly cases: readonly { readonly tolerance: Json; readonly answers: string }[];
};

const scope = { configuration, secrets };

function neverPlayed(): Promise<Json> {
  return Promise.reject(new Error('no probe may be played'));
}

async function answer(tolerance: Json, output: Json): Promise<string> {
  try {
    return (await withinTolerance(tolerance, output, scope, neverPlayed)) ? 'y' : 'n';
  } catch (error) {
    if (error instanceof ToleranceCrash) return 'c';
    throw error;
  }
}

test.each(cases)('the tolerance $tolerance of every output', async ({ tolerance, answers }) => {
  const found = await Promise.all(outputs.map((output) => answer(tolerance, output)));
  const seen = outputs.map((output, index) => [output, found[index]]);
  const wanted = outputs.map((output, index) => [output, answers[index]]);
  expect(seen).toStrictEqual(wanted);
});

const probe = { type: 'probe', name: 'ask', provider: { type: 'http', arguments: {} } };

test.each([
  [{ status: 500 }, true],
  [true, true],
  [0, false],
  ['', false],
  [[], false],
  [{}, false],
  [null, false],
])('a probe as tolerance that gives %j', async (given, met) => {
  const asked: Json[] = [];
  const play = (value: Json): Promise<Json> => {
    asked.push(value);
    return Promise.resolve(given);
  };
  expect(await withinTolerance(probe, 'seen', scope, play)).toBe(met);
  expect(asked).toStrictEqual(['seen']);
});

test('a probe as tolerance that fails is out of tolerance, one that crashes crashes', async () => {
  const failing = (): Promise<Json> => Promise.reject(new ActivityFailedError('no answer'));
  expect(await withinTolerance(probe, 1, scope, failing)).toBe(false);
  const crash = new ActivityCrashedError('wrong type');
  await expect(withinTolerance(probe, 1, scope, () => Promise.reject(crash))).rejects.toBe(crash);
});

test.each([
  [
    [1, 2],
    'hello',
    'a tolerance of two values is a range from the one to the other, but a number and a text have no order between them: write three values or more for a choice, or a range that fits what the probe gives',
  ],
  [
    { type: 'regex', pattern: 'a' },
    { status: 0, stdout: 'a' },
    'a pattern is searched in a text, but the probe gave a map: name the part with `target`, such as stdout or body',
  ],
  [
    { type: 'range', range: [0, 1] },
    null,
    'a range is asked of a number, but the probe gave null: name the part with `target`, such as stdout or body',
  ],
  [
    { type: 'regex', pattern: 'a', target: 'body' },
    'a',
    'the tolerance\'s target "body" is a part of a map, but the probe gave a text: leave the target out',
  ],
  [
    { type: 'regex', pattern: '(x+x+)+y' },
    'x'.repeat(40),
    'the pattern was not decided within a second: write it without repeats inside of repeats',
  ],
])('the crash of %j says what to mend', async (tolerance: Json, output: Json, message) => {
  await expect(withinTolerance(tolerance, output, scope, neverPlayed)).rejects.toThrow(
    expect.objectContaining({ name: 'ToleranceCrash', message }),
  );
});
