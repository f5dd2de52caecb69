import { stringAt } from '../../json/json.ts';
import type { Clock } from '../../time/clock.ts';
import { DeadlineError, startDeadline } from '../../time/deadline.ts';
import { describeReference, isApiError } from '../api-error.ts';
import type { Cluster } from '../cluster.ts';
import type { KubeObject, ObjectReference } from '../kube-object.ts';
import { assessReadiness } from '../assess-readiness.ts';
import { isServing } from '../readiness/pod.ts';
import type { ContainerFinding, Diagnosis } from '../readiness.ts';
import type { Cause } from './cause.ts';
import { isObstacle } from './container-states.ts';
import { describeEvents } from './event.ts';
import { findCauses } from './find-causes.ts';
import { listEventsOf, listIfAllowed } from './gather.ts';
import { inspectContainers } from './inspect-pod.ts';
import { hasPods, podMaker, podsOfRevision } from './owned-pods.ts';
import type { Surroundings } from './owned-pods.ts';
import { probeFailure } from './probe-failure.ts';

type FoundCause = Pick<Cause, 'reason' | 'hint' | 'probes'>;

/** How a diagnosis is made. */
export interface DiagnoseOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The most log lines of each life of a container. */
  readonly logLines: number;
  /** What was found already; else the most telling cause is looked for. */
  readonly cause?: FoundCause;
  /** What is known where nothing more can be found out: `0 of 1 pods are available`. */
  readonly known?: string;
}

const longest = 20_000;
const mostEvents = 20;
/** Pods of one template mostly suffer from the same. */
const mostPods = 3;

/**
 * Why an object is not ready: events, states of the containers that stand in the way, exit codes and
 * log lines of the pods of its newest template. What may not be read is left out. Takes at most 20 s.
 */
export async function diagnose(
  cluster: Cluster,
  reference: ObjectReference,
  options: DiagnoseOptions,
): Promise<Diagnosis> {
  const deadline = startDeadline(options.clock, longest, 'the diagnosis', options.signal);
  try {
    return await examine(cluster, reference, { ...options, signal: deadline.signal });
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof DeadlineError) && !isApiError(error)) throw error;
    const known = options.known === undefined ? '' : `${options.known}; `;
    return withoutDetails(reference, options.cause, `${known}${error.message}`);
  } finally {
    deadline.cancel();
  }
}

async function examine(
  cluster: Cluster,
  reference: ObjectReference,
  options: DiagnoseOptions,
): Promise<Diagnosis> {
  const object = await cluster.read(reference, options.signal);
  if (object === undefined) return withoutDetails(reference, options.cause, 'it does not exist');
  const surroundings = await surroundingsOf(cluster, object, options.signal);
  const pods = podsOfRevision(object, surroundings).filter(isInTheWay).slice(0, mostPods);
  const findings = await Promise.all(
    pods.map((pod) => inspectContainers(cluster, pod, isObstacle, options)),
  );
  const containers = findings.flat();
  const cause =
    options.cause ?? findCauses(object, surroundings)[0] ?? vagueCause(object, containers);
  const probe = probeFailure(surroundings.events, cause);
  const { namespace } = object.metadata;
  const found = { ...reference, ...(namespace === undefined ? {} : { namespace }) };
  const details = [probe, lastEndOf(containers, cause), lastWords(containers)];
  const why = [cause.reason, ...details.filter((each) => each !== undefined)].join('; ');
  return {
    object: found,
    reason: `${describeReference(found)} is not ready: ${why.replace(/\s+/g, ' ').trim()}`,
    hint: probe === undefined ? cause.hint : probeHint,
    events: describeEvents(surroundings.events, mostEvents),
    containers,
  };
}

async function surroundingsOf(
  cluster: Cluster,
  object: KubeObject,
  signal: AbortSignal,
): Promise<Surroundings> {
  const { namespace } = object.metadata;
  const list = (apiVersion: string, kind: string): Promise<readonly KubeObject[]> =>
    listIfAllowed(
      cluster,
      { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }) },
      signal,
    );
  const [replicaSets, pods] = await Promise.all([
    object.kind === 'Deployment' ? list('apps/v1', 'ReplicaSet') : [],
    hasPods(object.kind) ? list('v1', 'Pod') : [],
  ]);
  const known: Surroundings = { replicaSets, pods, events: [], freshEvents: [] };
  const maker = podMaker(object, replicaSets);
  const troubled = podsOfRevision(object, known).filter(isInTheWay);
  const subjects = new Set([
    object,
    ...(maker === undefined ? [] : [maker]),
    ...troubled.slice(0, mostPods),
  ]);
  const events = (
    await Promise.all([...subjects].map((subject) => listEventsOf(cluster, subject, signal)))
  ).flat();
  return { replicaSets, pods, events, freshEvents: events };
}

const probeHint =
  'Check the path and port of its probes, and whether the application answers them in time.';

/** What can be said where nothing is known to be wrong. */
function vagueCause(object: KubeObject, containers: readonly ContainerFinding[]): FoundCause {
  const readiness = assessReadiness(object);
  const message = readiness.state === 'ready' ? 'became ready too late' : readiness.message;
  const [first] = containers;
  if (first === undefined) return { reason: message, hint: 'Look at its status and events.' };
  return {
    probes: 'any',
    reason: `${message}; container ${first.container} of pod ${first.pod} is ${first.state}`,
    hint: 'Look at its events and log lines; give it more time if it only starts slowly.',
  };
}

function isInTheWay(pod: KubeObject): boolean {
  return !isServing(pod) && stringAt(pod, 'status', 'phase') !== 'Succeeded';
}

/** How a container ended, where the cause (a Job that gave up) does not say it. */
function lastEndOf(
  containers: readonly ContainerFinding[],
  cause: Pick<Cause, 'reason'>,
): string | undefined {
  const ended = containers.find(({ exitCode }) => exitCode !== undefined && exitCode !== 0);
  if (ended === undefined || cause.reason.includes('exit code')) return undefined;
  const { container, pod, exitCode } = ended;
  return `container ${container} of pod ${pod} ended with exit code ${String(exitCode)}`;
}

function lastWords(containers: readonly ContainerFinding[]): string | undefined {
  for (const { log, previousLog } of containers) {
    const line = [...previousLog, ...log].findLast((each) => each.trim() !== '');
    if (line !== undefined) return `last line of its log: ${line.trim().slice(0, 300)}`;
  }
  return undefined;
}

function withoutDetails(
  object: ObjectReference,
  cause: FoundCause | undefined,
  why: string,
): Diagnosis {
  return {
    object,
    reason: `${describeReference(object)} is not ready: ${cause?.reason ?? why}`,
    hint: cause?.hint ?? 'Look at the object itself.',
    events: [],
    containers: [],
  };
}
