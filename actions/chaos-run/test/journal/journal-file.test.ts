import { expect, test } from '@jest/globals';
import { createSecrets } from '@kube-delivery/shared/action/secrets';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { journalText, journalWriter } from '../../src/journal/journal-file.ts';
import type { JournalFacts } from '../../src/journal/journal-file.ts';
import { newJournal } from '../../src/journal/new-journal.ts';
import type { HypothesisState, Journal } from '../../src/journal/journal.ts';
import { experiment } from '../engine/scripted-run.ts';

const start = '2026-01-01T00:00:00+00:00';
const document = {
  title: 'a title',
  configuration: {
    made: {
      type: 'probe',
      name: 'ask',
      provider: { type: 'process', path: 'date', secrets: ['api'] },
    },
    url: 'http://web/?key=hunter22',
  },
  secrets: {
    api: { token: 'hunter22', short: 'x', from: { type: 'env', key: 'TOKEN', default: 'spare' } },
    far: { type: 'vault', path: 'secret/app' },
    pin: 4711,
  },
};
const activity = { type: 'probe', name: 'hunter22 asks', provider: { type: 'http' } };

function written(parts: Partial<Journal>, facts: Partial<JournalFacts> = {}): JsonObject {
  const secrets = createSecrets(() => undefined);
  for (const value of ['hunter22', 'x', 'from the environment', '4711']) secrets.add(value);
  const journal = { ...newJournal(document, { platform: 'Linux', node: 'n' }, start), ...parts };
  const text = journalText(journal, {
    secrets,
    experiment: experiment({ document }),
    scope: {
      configuration: { made: 'today' },
      secrets: { api: { token: 'hunter22', from: 'from the environment' }, pin: 4711 },
    },
    dynamic: [],
    compat: 'strict',
    ...facts,
  });
  return JSON.parse(text) as JsonObject;
}

const run = [
  {
    activity,
    output: { body: 'got hunter22', pin: 4711, count: 3, hunter22: [null, true] },
    start,
    status: 'failed' as const,
    exception: ['ActivityFailed: hunter22 is wrong\n'],
  },
];

test('no secret value is in the journal, however short it is in the experiment', () => {
  const journal = written({ run, 'x-kube-delivery': { abortReason: 'hunter22' } });
  expect(journal.experiment).toEqual({
    title: 'a title',
    configuration: { ...document.configuration, url: 'http://web/?key=***' },
    secrets: {
      api: { token: '***', short: '***', from: { type: 'env', key: 'TOKEN', default: '***' } },
      far: { type: 'vault', path: 'secret/app' },
      pin: '***',
    },
  });
  expect(journal.run).toEqual([
    {
      activity: { ...activity, name: '*** asks' },
      output: { body: 'got ***', pin: '***', count: 3, '***': [null, true] },
      start,
      status: 'failed',
      exception: ['ActivityFailed: *** is wrong\n'],
    },
  ]);
  expect(journal['x-kube-delivery']).toEqual({ abortReason: '***' });
  expect(JSON.stringify(journal)).not.toContain('hunter22');
});

test('for Chaos Toolkit the file is copied as it is, but outputs are not', () => {
  const journal = written({ run }, { compat: 'chaostoolkit' });
  expect(journal.experiment).toEqual(document);
  expect(journal.run).toMatchObject([{ activity, output: { body: 'got ***' } }]);
});

test('the secrets that Chaos Toolkit leaves in configuration that it asked for are hidden', () => {
  const facts = { compat: 'chaostoolkit', dynamic: ['made'] } as const;
  const journal = written({}, facts);
  expect(journal.experiment).toMatchObject({
    configuration: {
      made: {
        provider: { path: 'date', secrets: { api: { token: '***', from: '***' }, pin: '***' } },
      },
    },
  });
});

test('so are those that it leaves in a probe that failed', () => {
  const probe = { type: 'probe', provider: { type: 'process', path: 'false' } };
  const given = { ...document, configuration: { lost: probe, given: probe } };
  const scope = {
    configuration: { given: 'by an input' },
    secrets: { api: { token: 'hunter22' } },
  };
  const journal = written({ experiment: given }, { compat: 'chaostoolkit', dynamic: [], scope });
  expect(journal.experiment).toMatchObject({
    configuration: {
      lost: { provider: { path: 'false', secrets: { api: { token: '***' } } } },
      given: probe,
    },
  });
});

test('a title that is substituted does not show a secret, nor what a tolerance was given', () => {
  const tolerance = { type: 'probe', provider: { arguments: { value: 'hunter22' } } };
  const state = {
    steady_state_met: true,
    probes: [{ activity: { ...activity, tolerance }, output: 'hunter22', start }],
  };
  const journal = written(
    {
      experiment: { ...document, title: 'with hunter22' },
      steady_states: { before: state, after: null, during: [state] },
    },
    { compat: 'chaostoolkit' },
  );
  expect(journal.experiment).toMatchObject({ title: 'with ***' });
  const shown = { provider: { arguments: { value: '***' } } };
  expect(journal.steady_states).toMatchObject({
    before: { steady_state_met: true, probes: [{ activity: { tolerance: shown }, output: '***' }] },
    after: null,
    during: [{ probes: [{ activity: { tolerance: shown } }] }],
  });
});

test('it is laid out as Python does, with floats where the file has them', () => {
  const numbers = { title: 'a title', pauses: { after: 1, before: 2 }, list: [3, 1e-7], none: {} };
  const text = journalText(
    {
      ...newJournal({ ...numbers, dry: null }, { platform: 'Linux', node: 'nö' }, start),
      duration: 2,
    },
    {
      secrets: createSecrets(() => undefined),
      experiment: experiment({
        document: numbers,
        floats: new Set(['/pauses/after', '/list/0']),
      }),
      scope: { configuration: {}, secrets: {} },
      dynamic: [],
      compat: 'chaostoolkit',
    },
  );
  expect(text.split('\n')).toEqual([
    '{',
    '  "chaoslib-version": "1.44.0",',
    '  "platform": "Linux",',
    '  "node": "nö",',
    '  "experiment": {',
    '    "title": "a title",',
    '    "pauses": {',
    '      "after": 1.0,',
    '      "before": 2',
    '    },',
    '    "list": [',
    '      3.0,',
    '      1e-07',
    '    ],',
    '    "none": {},',
    '    "dry": null',
    '  },',
    `  "start": "${start}",`,
    '  "status": null,',
    '  "deviated": false,',
    '  "steady_states": {',
    '    "before": null,',
    '    "after": null,',
    '    "during": []',
    '  },',
    '  "run": [],',
    '  "rollbacks": [],',
    '  "duration": 2.0',
    '}',
  ]);
});

test('a journal that grows is written anew, with what has changed since', () => {
  const look = (output: string): HypothesisState => ({
    steady_state_met: true,
    probes: [{ activity, output, start, status: 'succeeded', end: start, duration: 1 }],
  });
  const growing = newJournal(document, { platform: 'Linux', node: 'n' }, start);
  const facts: JournalFacts = {
    secrets: createSecrets(() => undefined),
    experiment: experiment({ document }),
    scope: { configuration: {}, secrets: {} },
    dynamic: [],
    compat: 'chaostoolkit',
  };
  const write = journalWriter(facts);
  const { during } = growing.steady_states;
  for (const output of ['one', 'two']) {
    during.push(look(output));
    expect(write(growing)).toBe(journalText(growing, facts));
  }
  during.push({ steady_state_met: null, probes: [] });
  expect(write(growing)).toBe(journalText(growing, facts));
  during.pop();
  const [first] = during[0]?.probes ?? [];
  if (first !== undefined) first.activity = { ...activity, name: 'otherwise' };
  expect(write(growing)).toBe(journalText(growing, facts));
  expect(write(growing)).toContain('"otherwise"');
});
