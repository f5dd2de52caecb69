import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { createSecrets } from '@kube-delivery/shared/action/secrets';
import { systemClock } from '@kube-delivery/shared/time/system-clock';
import { quietContext } from '../../../../shared/test/action/quiet-context.ts';
import { ActivityFailedError } from '../../src/activity-failed.ts';
import type { Dry, EngineWorld } from '../../src/engine/engine.ts';
import { judge } from '../../src/engine/judge.ts';
import { runExperiment } from '../../src/engine/run-experiment.ts';
import { rollbackStrategies } from '../../src/experiment/experiment.ts';
import { readExperiment } from '../../src/experiment/read-experiment.ts';
import { journalText } from '../../src/journal/journal-file.ts';
import { runProcess } from '../../src/providers/process.ts';

/** What `chaos run` of Chaos Toolkit made of an experiment. */
interface Golden {
  readonly name: string;
  readonly options: readonly string[];
  readonly exitCode: number;
  readonly experiment: string;
  /** Lines, without what differs from run to run. */
  readonly journal: readonly string[];
}

const goldens = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'golden-journals.json'), 'utf8'),
) as readonly Golden[];

const time = String.raw`"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?\+00:00"`;

function normalised(journal: string): readonly string[] {
  return journal
    .replace(/,\n {2}"x-kube-delivery": [^]*$/, '\n}')
    .replaceAll(new RegExp(`"(start|end)": ${time}`, 'g'), '"$1": "<time>"')
    .replaceAll(/"duration": \d+(?:\.\d+(?:e-\d+)?|e-\d+)/g, '"duration": "<seconds>"')
    .replaceAll(/"(platform|node)": ".*"/g, '"$1": "<text>"')
    .replaceAll(/"exception": \[\n(?:\s+".*",?\n)+\s+\]/g, '"exception": "<lines>"')
    .split('\n');
}

function option(options: readonly string[], name: string): string | undefined {
  const index = options.indexOf(name);
  return index < 0 ? undefined : options[index + 1];
}

test.each(goldens)('the journal is as of Chaos Toolkit: $name', async (golden) => {
  const reading = readExperiment(golden.experiment, 'experiment.json', {
    pythonProblem: () => undefined,
    allowProcess: true,
    allowHttp: true,
    compat: 'chaostoolkit',
  });
  if ('problems' in reading) throw new Error(JSON.stringify(reading.problems));
  const { experiment } = reading;
  const folder = mkdtempSync(path.join(tmpdir(), 'golden-'));
  const { configuration = {} } = JSON.parse(golden.experiment) as {
    readonly configuration?: Readonly<Record<string, string>>;
  };
  const scope = { configuration, secrets: {} };
  const { log } = quietContext();
  const world: EngineWorld = {
    clock: systemClock,
    log,
    signal: new AbortController().signal,
    play: ({ provider }, given, { signal, extra }) => {
      if (provider.type !== 'process') throw new ActivityFailedError('only processes are played');
      const environment = process.env;
      return runProcess(
        provider,
        given,
        { clock: systemClock, environment, folder, signal },
        extra,
      );
    },
    flush: () => undefined,
    takeBack: () => Promise.resolve([]),
    readyPods: () => Promise.resolve(undefined),
    machine: { platform: 'Linux', node: 'runner' },
  };
  const strategy = option(golden.options, '--rollback-strategy');
  const run = {
    experiment,
    scope,
    compat: 'chaostoolkit',
    hypothesisStrategy: 'default',
    rollbackStrategy: rollbackStrategies.find((each) => each === strategy) ?? 'default',
    dry: option(golden.options, '--dry') as Dry | undefined,
    frequency: 1000,
    failFast: false,
    abortOn: {},
    afterUndo: false,
    recoveryTimeout: 10_000,
    gatePatience: 0,
  } as const;
  const result = await runExperiment(run, world);
  const text = journalText(result.journal, {
    secrets: createSecrets(() => undefined),
    experiment,
    scope,
    dynamic: [],
    compat: 'chaostoolkit',
  });
  expect(normalised(text)).toEqual(golden.journal);
  const facts = { effects: 1, actions: 1, zeroTargets: undefined };
  expect(judge(result, run, facts).succeeds).toBe(golden.exitCode === 0);
});
