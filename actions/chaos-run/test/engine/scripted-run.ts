import { InterruptedError } from '@kube-delivery/shared/action/errors';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { Clock } from '@kube-delivery/shared/time/clock';
import { quietContext } from '../../../../shared/test/action/quiet-context.ts';
import type { EngineResult, EngineWorld, ExperimentRun } from '../../src/engine/engine.ts';
import { runExperiment } from '../../src/engine/run-experiment.ts';
import type { Activity, Experiment } from '../../src/experiment/experiment.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { virtualClock } from './virtual-clock.ts';

/** What an activity does when it is played for the `count`th time, from 1. */
export type Script = (call: {
  readonly count: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly value: Json | undefined;
  readonly interrupt: () => void;
}) => Json | Promise<Json>;

/** How a scripted run is to go. */
export interface Story {
  readonly run?: Partial<Omit<ExperimentRun, 'experiment'>>;
  readonly experiment?: Partial<Experiment>;
  readonly scripts?: Readonly<Record<string, Script>>;
  readonly world?: Partial<EngineWorld>;
}

/** What happened. */
export interface Told {
  readonly result: EngineResult;
  readonly journal: Journal;
  /** Names of what was played, in the order of their beginning, and `take back`. */
  readonly played: readonly string[];
  readonly clock: Clock;
  /** The journal at each flush. */
  readonly flushes: readonly Journal[];
  readonly warnings: readonly string[];
}

/** A probe or action that its name stands for in the scripts. */
export function activity(
  type: Activity['type'],
  name: string,
  parts: Partial<Activity> = {},
): Activity {
  const provider = { type: 'python', module: 'm', func: name, arguments: {}, secrets: [] } as const;
  const { tolerance } = parts;
  const document: JsonObject = {
    type,
    name,
    provider: { type: 'python', module: 'm', func: name },
    ...(tolerance === undefined ? {} : { tolerance }),
  };
  return {
    type,
    name,
    provider,
    background: false,
    pauses: {},
    tolerance: undefined,
    document,
    line: 1,
    ...parts,
  };
}

/** An experiment of scripted activities. */
export function experiment(parts: Partial<Experiment> = {}): Experiment {
  return {
    file: 'experiment.json',
    title: 'a title',
    document: { title: 'a title', description: 'a description' },
    hypothesis: {
      title: 'all is well',
      probes: [activity('probe', 'steady', { tolerance: true })],
    },
    duringProbes: undefined,
    method: [activity('action', 'act')],
    rollbacks: [activity('action', 'restore')],
    hypothesisStrategy: undefined,
    rollbackStrategy: undefined,
    controls: [],
    ...parts,
  };
}

/** Runs an experiment on a virtual clock; every activity gives true unless a script says otherwise. */
export async function tell(story: Story = {}): Promise<Told> {
  const clock = virtualClock();
  const job = new AbortController();
  const played: string[] = [];
  const counts = new Map<string, number>();
  const flushes: Journal[] = [];
  const warnings: string[] = [];
  const world: EngineWorld = {
    clock,
    log: { ...quietContext().log, warning: (message) => void warnings.push(message) },
    signal: job.signal,
    play: async ({ name }, _scope, { signal, extra }) => {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      played.push(name);
      const interrupt = (): void => {
        job.abort(new InterruptedError('SIGINT'));
      };
      const script = story.scripts?.[name] ?? (() => true);
      return script({ count, clock, signal, value: extra?.value, interrupt });
    },
    flush: (journal) => void flushes.push(structuredClone(journal)),
    takeBack: () => {
      played.push('take back');
      return Promise.resolve([]);
    },
    readyPods: () => Promise.resolve(undefined),
    machine: { platform: 'Linux', node: 'runner' },
    ...story.world,
  };
  const run: ExperimentRun = {
    experiment: experiment(story.experiment),
    scope: { configuration: {}, secrets: {} },
    compat: 'strict',
    hypothesisStrategy: 'default',
    rollbackStrategy: 'always',
    dry: undefined,
    frequency: 1000,
    failFast: false,
    abortOn: {},
    afterUndo: false,
    recoveryTimeout: 10_000,
    gatePatience: 0,
    ...story.run,
  };
  const result = await runExperiment(run, world);
  return { result, journal: result.journal, played, clock, flushes, warnings };
}

/** A script that takes so many milliseconds and then gives `value`. */
export function taking(milliseconds: number, value: Json = true): Script {
  return async ({ clock, signal }) => {
    await clock.sleep(milliseconds, signal);
    return value;
  };
}
