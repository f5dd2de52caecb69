import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { refuseUntrustedEvent } from '@kube-delivery/shared/action/untrusted-event';
import { readConnectionInputs } from '@kube-delivery/shared/cluster/connection-inputs';
import type { ConnectionInputs } from '@kube-delivery/shared/cluster/connection-inputs';
import { readCriteria } from './criteria.ts';
import type { Criteria } from './criteria.ts';
import { readProbeInputs, readUrl } from './probe-inputs.ts';
import type { ProbeInputs } from './probe-inputs.ts';
import { readSteps, readTargetWeight } from './step-list.ts';
import type { Step } from './step-list.ts';

/** What the action is asked to do. */
export const modes = ['run', 'promote', 'abort', 'status', 'set-weight'] as const;
/** One of `modes`. */
export type Mode = (typeof modes)[number];

/** Where measurements come from. */
export interface MetricsInputs {
  readonly url: string;
  readonly token: string | undefined;
  /** Milliseconds that a query looks back; the step's own time where undefined. */
  readonly window: number | undefined;
}

/** Every input, read once. Durations are in milliseconds. */
export interface Inputs {
  readonly connection: ConnectionInputs;
  readonly mode: Mode;
  /** The HTTPRoute's name. */
  readonly route: string;
  readonly rule: string | undefined;
  readonly stable: string | undefined;
  readonly canary: string | undefined;
  readonly workload: string | undefined;
  readonly canaryWorkload: string | undefined;
  readonly steps: readonly Step[];
  /** The one step of `set-weight`. */
  readonly target: Step | undefined;
  readonly probe: ProbeInputs | undefined;
  readonly propagationTimeout: number;
  readonly metrics: MetricsInputs | undefined;
  readonly criteria: Criteria;
  readonly onFailure: 'rollback' | 'hold';
  readonly onInconclusive: 'hold' | 'rollback';
  readonly promote: boolean;
  readonly drain: number;
  readonly retry: boolean;
  readonly scaleCanary: boolean;
  readonly keepCanary: boolean;
  /** How long the pods of either side may take to become ready. */
  readonly timeout: number;
  readonly lockTimeout: number;
  readonly dryRun: boolean;
}

const longestJob = 6 * 60 * 60 * 1000;

/** Reads and checks every input; problems stay with the reader. */
export function readInputs(reader: InputReader, context: ActionContext): Inputs {
  refuseUntrustedEvent(reader, context.run);
  const mode = reader.choice('mode', modes, 'run');
  const soak = reader.duration('soak', '1m');
  const weight = readTargetWeight(reader);
  const inputs: Inputs = {
    connection: readConnectionInputs(reader, context),
    mode,
    route: readRoute(reader),
    rule: reader.text('rule'),
    stable: reader.text('stable'),
    canary: reader.text('canary'),
    workload: reader.text('workload'),
    canaryWorkload: reader.text('canary-workload'),
    steps: readSteps(reader, soak),
    target: weight === undefined ? undefined : { weight, soak, minRequests: 0 },
    probe: readProbeInputs(reader),
    propagationTimeout: reader.duration('propagation-timeout', '30s'),
    metrics: readMetrics(reader, context),
    criteria: readCriteria(reader),
    onFailure: reader.choice('on-failure', ['rollback', 'hold'], 'rollback'),
    onInconclusive: reader.choice('on-inconclusive', ['hold', 'rollback'], 'hold'),
    promote: reader.boolean('promote', true),
    drain: reader.duration('drain', '30s', { zero: true }),
    retry: reader.boolean('retry', false),
    scaleCanary: reader.boolean('scale-canary', true),
    keepCanary: reader.boolean('keep-canary', false),
    timeout: reader.duration('timeout', '10m'),
    lockTimeout: reader.duration('lock-timeout', '5m'),
    dryRun: reader.boolean('dry-run', false),
  };
  checkTogether(reader, inputs);
  warnOfLength(inputs, context);
  return inputs;
}

function readRoute(reader: InputReader): string {
  const text = reader.requiredText('route');
  const [, kind = '', name = ''] = /^([^/]*)\/([a-z0-9]([a-z0-9.-]*[a-z0-9])?)$/.exec(text) ?? [];
  if (kind.toLowerCase() === 'httproute' || reader.isRejected('route')) return name;
  const given = JSON.stringify(text);
  reader.reject(
    'route',
    `${given} is not a route that this version shifts; write it like httproute/web`,
  );
  return name;
}

function readMetrics(reader: InputReader, context: ActionContext): MetricsInputs | undefined {
  const url = reader.text('prometheus-url');
  const token = reader.text('prometheus-token');
  const window = reader.optionalDuration('metrics-window');
  if (token !== undefined) context.secrets.add(token);
  if (url !== undefined) {
    const given = readUrl(reader, 'prometheus-url', url);
    return given === undefined ? undefined : { url: given.href, token, window };
  }
  for (const [name, value] of Object.entries({
    'prometheus-token': token,
    'metrics-window': window,
  })) {
    if (value !== undefined) reader.reject(name, 'goes with prometheus-url, which was not given');
  }
  return undefined;
}

function checkTogether(reader: InputReader, inputs: Inputs): void {
  const { criteria, metrics, mode, probe, target } = inputs;
  if (mode === 'set-weight' && target === undefined && !reader.isRejected('weight')) {
    reader.reject('weight', 'is required with mode set-weight');
  }
  if (mode !== 'set-weight' && target !== undefined) {
    reader.reject('weight', `goes with mode set-weight, and mode is ${mode}`);
  }
  const hasMetrics = metrics !== undefined || reader.isRejected('prometheus-url');
  const hasProbe =
    probe !== undefined || reader.isRejected('probe-url') || reader.isRejected('probe-version');
  if (criteria.queries.length > 0 && !hasMetrics) {
    reader.reject('queries', 'needs prometheus-url, which was not given');
  }
  if (hasMetrics || hasProbe) return;
  const bounds = {
    'success-rate': criteria.successRate,
    'latency-p99': criteria.latencyP99,
    'latency-p95': criteria.latencyP95,
  };
  for (const [name, bound] of Object.entries(bounds)) {
    if (bound !== undefined)
      reader.reject(name, 'needs prometheus-url or probe-url to be measured');
  }
}

function warnOfLength({ mode, steps, drain }: Inputs, { log }: ActionContext): void {
  const whole = steps.reduce((sum, step) => sum + step.soak, drain);
  if (mode !== 'run' || whole <= longestJob) return;
  log.warning(
    'The soaks together last longer than the 6 hours that GitHub gives a job; use mode set-weight in several jobs',
  );
}
