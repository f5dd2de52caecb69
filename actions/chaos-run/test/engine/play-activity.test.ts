import { expect, test } from '@jest/globals';
import { activity, taking, tell } from './scripted-run.ts';

const seconds = (time: string | undefined): number => Number(time?.slice(17, 19));

test('pauses are before the entry starts and after it ends', async () => {
  const method = [
    activity('action', 'act', { pauses: { before: 2, after: 3 } }),
    activity('probe', 'look'),
  ];
  const { journal } = await tell({ experiment: { method }, scripts: { act: taking(1000) } });
  const [act, look] = journal.run;
  expect([seconds(act?.start), seconds(act?.end), act?.duration]).toEqual([2, 3, 1]);
  expect(seconds(look?.start)).toBe(6);
});

test.each([
  ['a number of the configuration', '${wait}', { wait: 2 }, 2],
  ['nothing for an unset text', '${wait}', { wait: '' }, 0],
  ['nothing for false', '${wait}', { wait: false }, 0],
  ['a second for true', '${wait}', { wait: true }, 1],
  ['half a second', 0.5, {}, 0],
] as const)('a pause is %s', async (_, before, configuration, start) => {
  for (const compat of ['strict', 'chaostoolkit'] as const) {
    const { journal } = await tell({
      experiment: { method: [activity('action', 'act', { pauses: { before } })] },
      run: { compat, scope: { configuration, secrets: {} } },
    });
    expect(seconds(journal.run[0]?.start)).toBe(start);
  }
});

test('a number that is text is a pause, but not for Chaos Toolkit', async () => {
  const method = [activity('action', 'act', { pauses: { before: '${wait}' } })];
  const scope = { configuration: { wait: '2' }, secrets: {} };
  const strict = await tell({ experiment: { method }, run: { scope } });
  expect(seconds(strict.journal.run[0]?.start)).toBe(2);
  const compat = await tell({ experiment: { method }, run: { scope, compat: 'chaostoolkit' } });
  expect(compat.journal).toMatchObject({ status: 'aborted', run: [] });
  expect(compat.result.abortReason).toContain('the pause before the activity is "2"');
});

test('an activity whose pause is no time at all is not done', async () => {
  for (const pauses of [{ before: '${wait}' }, { after: '${wait}' }, { before: -1 }]) {
    const { journal, played } = await tell({
      experiment: { method: [activity('action', 'act', { pauses })] },
      run: { scope: { configuration: { wait: 'long' }, secrets: {} } },
    });
    expect(played).not.toContain('act');
    expect(journal.run[0]?.exception?.join('')).toContain('which is no number of seconds');
  }
});

test('activities in the background run beside the others and are joined at the end of the method', async () => {
  const method = [
    activity('action', 'slow', { background: true }),
    activity('probe', 'late', { background: true, pauses: { before: 2 } }),
    activity('action', 'act'),
  ];
  const scripts = { slow: taking(4000), act: taking(1000) };
  const { journal } = await tell({ experiment: { method }, scripts });
  const times = journal.run.map((run) => [run.activity.name, seconds(run.start), run.duration]);
  expect(times).toEqual([
    ['slow', 0, 4],
    ['act', 0, 1],
    ['late', 2, 0],
  ]);
  expect(seconds(journal.steady_states.after?.probes[0]?.start)).toBe(4);
});

test('what crashes in the background has no status for Chaos Toolkit, and ends nothing', async () => {
  const method = [activity('action', 'broken', { background: true }), activity('action', 'act')];
  const scripts = {
    broken: (): never => {
      throw new TypeError('no such thing');
    },
  };
  const story = { experiment: { method }, scripts };
  const compat = await tell({ ...story, run: { compat: 'chaostoolkit' } });
  expect(compat.journal.status).toBe('completed');
  expect(compat.journal.run[0]).not.toHaveProperty('status');
  const strict = await tell(story);
  expect(strict.journal.run[0]).toMatchObject({
    status: 'failed',
    exception: ['chaoslib.exceptions.ActivityFailed: no such thing\n'],
  });
});

test.each([
  ['actions', ['steady', 'look', 'steady', 'take back'], 0],
  ['probes', ['act', 'restore', 'take back'], 2],
  ['activities', ['take back'], 0],
  ['pause', ['steady', 'act', 'look', 'steady', 'restore', 'take back', 'steady'], 0],
] as const)('a dry run without %s plays %j', async (dry, names, start) => {
  const method = [
    activity('action', 'act', { pauses: { before: 2 } }),
    activity('probe', 'look', { pauses: { before: 3 } }),
  ];
  const { journal, played, result } = await tell({ experiment: { method }, run: { dry } });
  expect(played).toEqual(names);
  expect(seconds(journal.run[0]?.start)).toBe(start);
  expect(journal.experiment.dry).toBe(dry);
  expect(journal.run.map((run) => run.status)).toEqual(['succeeded', 'succeeded']);
  expect(result.recovery !== undefined).toBe(dry === 'pause');
});

test('a dry run that asks the probes checks their tolerance', async () => {
  const scripts = { steady: (): boolean => false };
  const actions = await tell({ run: { dry: 'actions' }, scripts });
  expect(actions.journal.steady_states.before?.steady_state_met).toBe(false);
  const probes = await tell({ run: { dry: 'probes' }, scripts });
  expect(probes.journal.steady_states.before).toMatchObject({
    steady_state_met: true,
    probes: [{ output: null, tolerance_met: true }],
  });
});

test('a tolerance that is a probe is given what the probe gave', async () => {
  const tolerance = {
    type: 'probe',
    name: 'is it so',
    provider: { type: 'python', module: 'm', func: 'judge', arguments: { least: 3 } },
  };
  const hypothesis = { title: 'enough', probes: [activity('probe', 'steady', { tolerance })] };
  const values: unknown[] = [];
  const { journal } = await tell({
    experiment: { hypothesis },
    scripts: {
      steady: () => 4,
      'is it so': ({ value }) => {
        values.push(value);
        return 'yes';
      },
    },
  });
  expect(values).toEqual([4, 4, 4]);
  expect(journal.run[0]?.activity).toEqual(activity('action', 'act').document);
  expect(journal.steady_states.before?.steady_state_met).toBe(true);
});

test('without a map of arguments such a tolerance has no place for the value', async () => {
  const tolerance = { type: 'probe', name: 'judge', provider: { type: 'python', func: 'judge' } };
  const hypothesis = { title: 'enough', probes: [activity('probe', 'steady', { tolerance })] };
  const compat = await tell({ experiment: { hypothesis }, run: { compat: 'chaostoolkit' } });
  expect(compat.result.crashed).toContain('write `arguments: {}`');
  const strict = await tell({ experiment: { hypothesis } });
  expect(strict.journal.steady_states.before?.steady_state_met).toBe(true);
});

test('Chaos Toolkit leaves what such a tolerance was given last wherever it copies the probe', async () => {
  const provider = { type: 'python', module: 'm', func: 'judge', arguments: { least: 3 } };
  const tolerance = { type: 'probe', name: 'judge', provider };
  const steady = activity('probe', 'steady', { tolerance });
  const document = { title: 'a title', probes: [steady.document] };
  const hypothesis = { title: 'enough', probes: [steady] };
  const { journal } = await tell({
    run: { compat: 'chaostoolkit' },
    experiment: { hypothesis, document },
    scripts: { steady: ({ count }) => count },
  });
  const shown = { provider: { ...provider, arguments: { least: 3, value: 2 } } };
  expect(journal.experiment).toMatchObject({ probes: [{ tolerance: shown }] });
  const { before, after } = journal.steady_states;
  expect(before?.probes).toMatchObject([{ output: 1, activity: { tolerance: shown } }]);
  expect(after?.probes).toMatchObject([{ output: 2, activity: { tolerance: shown } }]);
});
