import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { EngineResult } from '../../src/engine/engine.ts';
import type { Activity, Experiment } from '../../src/experiment/experiment.ts';
import type { ActivityRun, HypothesisState } from '../../src/journal/journal.ts';
import type { Played } from '../../src/report/played.ts';

const tolerance = { type: 'jsonpath', path: '$.passed', expect: true };

/** An activity at a line of the experiment's file. */
export function activity(type: Activity['type'], name: string, line: number): Activity {
  const given = { module: `kube_delivery.${type}s`, func: 'check', arguments: {} };
  return {
    type,
    name,
    provider: { type: 'python', secrets: [], ...given },
    background: false,
    pauses: {},
    tolerance: type === 'probe' ? tolerance : undefined,
    document: { type, name, ...(type === 'probe' ? { tolerance } : {}), provider: given },
    line,
  };
}

const health = activity('probe', 'health', 5);
const kill = activity('action', 'kill a pod', 12);
const restore = activity('action', 'restore', 20);

/** A moment of the sample, so many seconds after it began. */
export function moment(seconds: number): string {
  const base = Date.parse('2026-11-21T20:10:40Z');
  return new Date(base + seconds * 1000).toISOString().replace('Z', '000+00:00');
}

/** An activity as the journal has it. */
export function played(
  { document }: Activity,
  at: number,
  output: Json,
  more: Partial<ActivityRun> = {},
): ActivityRun {
  const end = { status: 'succeeded', end: moment(at + 0.25), duration: 0.25 } as const;
  return { activity: document, output, start: moment(at), ...end, ...more };
}

/** What our probe gives. */
export function outcome(latency: number | null, reason = ''): JsonObject {
  return { passed: reason === '', reason, latency_ms: latency, asked: [] };
}

/** A look at the hypothesis. */
export function look(at: number, latency: number | null, reason = ''): HypothesisState {
  const met = reason === '';
  const probe = played(health, at, outcome(latency, reason), { tolerance_met: met });
  return { steady_state_met: met, probes: [probe] };
}

/** An action that failed. */
export function failedKill(message: string): ActivityRun {
  const exception = [`chaoslib.exceptions.ActivityFailed: ${message}\n`];
  return played(kill, 1, null, { status: 'failed', exception });
}

/** An experiment that killed a pod, during which one of three looks failed. */
export function samplePlayed(change: {
  readonly judgement?: Partial<Played['judgement']>;
  readonly journal?: Partial<EngineResult['journal']>;
  readonly result?: Partial<Omit<EngineResult, 'journal'>>;
  readonly experiment?: Partial<Experiment>;
}): Played {
  const experiment: Experiment = {
    file: 'chaos/kill.yaml',
    title: 'web survives',
    document: { title: 'web survives' },
    hypothesis: { title: 'web answers', probes: [health] },
    duringProbes: undefined,
    method: [kill],
    rollbacks: [restore],
    hypothesisStrategy: undefined,
    rollbackStrategy: undefined,
    controls: [],
    ...change.experiment,
  };
  const result: EngineResult = {
    journal: {
      'chaoslib-version': '1.44.0',
      platform: 'Linux',
      node: 'runner',
      experiment: experiment.document,
      start: moment(0),
      status: 'completed',
      deviated: true,
      steady_states: {
        before: look(0, 10),
        after: look(6, 11),
        during: [look(1, 20), look(2, 300, 'pod web-1: status is 500, not 2xx'), look(3, 40)],
      },
      run: [played(kill, 1, ['web-1'])],
      rollbacks: [played(restore, 5, null)],
      end: moment(7),
      duration: 7,
      ...change.journal,
    },
    timeline: [
      { at: 0, kind: 'hypothesis', text: 'holds', good: true },
      { at: 1000, kind: 'action', text: 'kill a pod', good: true },
    ],
    methodBegan: true,
    abortReason: undefined,
    undo: [{ title: 'kill pod web-1', namespace: 'shop', outcome: 'nothing to do', reason: '' }],
    recovery: { recovered: true, seconds: 1.25 },
    crashed: undefined,
    ...change.result,
  };
  return {
    experiment,
    title: 'web survives',
    judgement: {
      verdict: 'deviated',
      reason: 'the hypothesis did not hold',
      succeeds: false,
      ...change.judgement,
    },
    result,
    targets: [target('web-0', false, 'is not opted in'), target('web-1', true, 'evicted')],
    faultLines: new Map([['scale web from 3 to 0', kill.line]]),
    journal: 'journal.json',
  };
}

function target(name: string, isIn: boolean, reason: string): Played['targets'][number] {
  const at = moment(1);
  return { kind: 'Pod', namespace: 'shop', name, in: isIn, reason, act: 'kill_pods', at };
}
