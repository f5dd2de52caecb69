import type { Log } from '../action/log.ts';
import { mapConcurrently } from '../async/map-concurrently.ts';
import type { Clock } from '../time/clock.ts';
import { formatDuration } from '../time/duration.ts';
import { describeReference } from './api-error.ts';
import { assessReadiness, hasReadiness } from './assess-readiness.ts';
import { AwaitedObjects } from './awaited-objects.ts';
import type { Cluster } from './cluster.ts';
import { defaultGraces } from './diagnosis/cause.ts';
import type { Cause, Graces } from './diagnosis/cause.ts';
import { containerStates } from './diagnosis/container-states.ts';
import { diagnose } from './diagnosis/diagnose.ts';
import { findCauses } from './diagnosis/find-causes.ts';
import { podsOfRevision } from './diagnosis/owned-pods.ts';
import type { Surroundings } from './diagnosis/owned-pods.ts';
import type { KubeObject, ObjectReference } from './kube-object.ts';
import { areReadyNow } from './last-look.ts';
import { steadyTime } from './readiness/steady-time.ts';
import type { Diagnosis, Readiness } from './readiness.ts';
import { StorageClasses } from './storage-classes.ts';

/** How objects are waited for. */
export interface AwaitReadyOptions {
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly timeout: number;
  /** Ends as soon as an object cannot become ready by itself, instead of at the timeout. */
  readonly failFast: boolean;
  /** The most log lines a container in a diagnosis. */
  readonly logLines: number;
  readonly clock: Clock;
  readonly log: Log;
  /** For how long causes may pass by themselves; those of the deploy contract unless said. */
  readonly graces?: Partial<Graces>;
}

/** How a wait ended; the diagnoses are those of the objects that stand in the way, never none. */
export type AwaitReadyResult =
  { readonly ready: true } | { readonly ready: false; readonly diagnoses: readonly Diagnosis[] };

interface Judgement {
  readonly reference: ObjectReference;
  readonly readiness: Readiness;
  /** What has lasted longer than its grace. */
  readonly cause: Cause | undefined;
  /** Milliseconds for which it must stay ready, */
  readonly steady: number;
  /** and for which this must stay the same: restarts of its containers, where they are watched. */
  readonly restarts: number;
}

/** Graces and progress are looked at so often while nothing changes, in milliseconds. */
const tick = 1000;
const mostDiagnoses = 10;
const mostNamed = 3;

/**
 * Waits until all objects are ready at once: by watch, in parallel, each judged for its present
 * generation. Not ready at the timeout, or (with `failFast`) failed for sure: gives diagnoses. Throws
 * an ApiError where the objects may not be watched, and the signal's reason when it aborts.
 */
export async function awaitReady(
  cluster: Cluster,
  references: readonly ObjectReference[],
  options: AwaitReadyOptions,
): Promise<AwaitReadyResult> {
  // What is ready at once need not be watched, and watching Secrets takes rights that few have.
  const watched = references.filter(hasReadiness);
  if (watched.length === 0) return { ready: true };
  const watching = new AbortController();
  const signal = AbortSignal.any([options.signal, watching.signal]);
  try {
    const judgements = await watchUntilDecided(cluster, watched, { ...options, signal });
    if (judgements === undefined) return { ready: true };
    return { ready: false, diagnoses: await explain(cluster, judgements, options) };
  } finally {
    watching.abort();
  }
}

/** The judgements that decide against, or undefined when all is ready. */
async function watchUntilDecided(
  cluster: Cluster,
  references: readonly ObjectReference[],
  options: AwaitReadyOptions,
): Promise<readonly Judgement[] | undefined> {
  const { clock, log, signal, failFast } = options;
  const begun = clock.elapsed();
  const objects = new AwaitedObjects(cluster, references, { withReasons: failFast, log, signal });
  const judge = createJudge(objects, new StorageClasses(cluster, signal), options);
  let ready: { readonly since: number; readonly restarts: number } | undefined;
  for (;;) {
    const judgements = await Promise.all(references.map(judge));
    const now = clock.elapsed();
    const waiting = judgements.filter(({ readiness }) => readiness.state !== 'ready');
    if (objects.isComplete && waiting.length === 0) {
      const restarts = judgements.reduce((sum, each) => sum + each.restarts, 0);
      if (ready?.restarts !== restarts) ready = { since: now, restarts };
      const steady = Math.max(...judgements.map((each) => each.steady));
      if (now - ready.since >= steady) return undefined;
    } else {
      ready = undefined;
      const failed = judgements.filter(({ cause }) => cause !== undefined);
      // Before all is seen, the more telling causes may still be missing.
      if (objects.isComplete && failed.length > 0) return failed;
    }
    const left = begun + options.timeout - now;
    if (left <= 0) {
      const late = waiting.map(({ reference }) => reference);
      const isMissed = late.length > 0 && (await areReadyNow(cluster, late, { clock, signal }));
      if (isMissed) return undefined;
      return waiting.length > 0 ? waiting : judgements;
    }
    log.progress(describeProgress(judgements, waiting, now - begun));
    await changeOrTick(objects, Math.min(tick, left), clock, signal);
  }
}

/** Judges one object, and remembers since when each cause is there without a break. */
function createJudge(
  objects: AwaitedObjects,
  storageClasses: StorageClasses,
  { clock, failFast, graces }: AwaitReadyOptions,
): (reference: ObjectReference) => Promise<Judgement> {
  const longest = { ...defaultGraces, ...graces };
  const complete = new Set<ObjectReference>();
  const lasting = new Map<ObjectReference, ReadonlyMap<string, number>>();
  return async (reference) => {
    const object = objects.find(reference);
    if (object === undefined) {
      // A complete Job may be deleted by its ttlSecondsAfterFinished.
      const readiness: Readiness = complete.has(reference) ? { state: 'ready' } : missing;
      return { reference, readiness, cause: undefined, steady: 0, restarts: 0 };
    }
    const assessed = assessReadiness(object);
    const isReady = assessed.state === 'ready' || (await storageClasses.leaveUnbound(object));
    const readiness: Readiness = isReady ? { state: 'ready' } : assessed;
    if (isReady && object.kind === 'Job') complete.add(reference);
    const causes = failFast && !isReady ? findCauses(object, objects.around(reference)) : [];
    const now = clock.elapsed();
    const earlier = lasting.get(reference);
    const since = new Map(causes.map(({ key }) => [key, earlier?.get(key) ?? now]));
    lasting.set(reference, since);
    const isOver = causes.some(({ grace, isOld, key }) => {
      const limit = Math.max(longest[grace], isOld === true ? longest.old : 0);
      return now - (since.get(key) ?? now) >= limit;
    });
    // One that has no time left decides, but the first explains best.
    const cause = isOver ? causes[0] : undefined;
    const steady = steadyTime(object);
    const restarts = steady > 0 ? restartsOf(object, objects.around(reference)) : 0;
    return { reference, readiness, cause, steady, restarts };
  };
}

/** A container that ends and starts again between two looks has not stayed ready. */
function restartsOf(object: KubeObject, surroundings: Surroundings): number {
  return podsOfRevision(object, surroundings)
    .flatMap(containerStates)
    .reduce((sum, { restarts }) => sum + restarts, 0);
}

const missing: Readiness = { state: 'progressing', message: 'does not exist' };

async function changeOrTick(
  objects: AwaitedObjects,
  milliseconds: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const woken = new AbortController();
  const sleeping = clock.sleep(milliseconds, AbortSignal.any([signal, woken.signal]));
  try {
    await Promise.race([objects.change(), sleeping]);
  } finally {
    woken.abort();
    sleeping.catch(() => undefined);
  }
}

function describeProgress(
  judgements: readonly Judgement[],
  waiting: readonly Judgement[],
  elapsed: number,
): string {
  const ready = judgements.length - waiting.length;
  const named = waiting.slice(0, mostNamed).map(({ reference, readiness }) => {
    const what = readiness.state === 'ready' ? '' : readiness.message;
    return `${describeReference(reference)}: ${what}`;
  });
  const more = waiting.length > mostNamed ? [`and ${waiting.length - mostNamed} more`] : [];
  const counts = `${ready} of ${judgements.length} objects are ready after ${formatDuration(elapsed)}`;
  return [counts, ...named, ...more].join('; ');
}

function explain(
  cluster: Cluster,
  judgements: readonly Judgement[],
  { clock, signal, logLines }: AwaitReadyOptions,
): Promise<readonly Diagnosis[]> {
  return mapConcurrently(judgements.slice(0, mostDiagnoses), 4, ({ reference, readiness, cause }) =>
    diagnose(cluster, reference, {
      clock,
      signal,
      logLines,
      ...(cause === undefined ? {} : { cause }),
      ...(readiness.state === 'ready' ? {} : { known: readiness.message }),
    }),
  );
}
