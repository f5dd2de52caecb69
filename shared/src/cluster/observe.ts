import type { ActionContext } from '../action/context.ts';
import { untilAborted } from '../time/until-aborted.ts';
import { ApiError, isApiError } from './api-error.ts';
import type { ApiClient } from './api-client.ts';
import { codeOf } from './call-failure.ts';
import type { ObjectQuery } from './cluster.ts';
import type { KubeObject } from './kube-object.ts';
import { callOf } from './object-store.ts';
import type { ObjectStore, Target } from './object-store.ts';
import { objectPath } from './object-paths.ts';
import { ObservedObjects } from './observed-objects.ts';
import { linesOfBody, readWatchLine } from './watch-stream.ts';

/** How watches are kept. */
export interface WatchOptions {
  /** After so long without any byte a watch counts as dead, in milliseconds. */
  readonly silence: number;
  /** The server ends a watch after so many seconds, and it is opened again. */
  readonly lifetime: number;
}

/**
 * A watch that lives shortly is the soonest way to tell a quiet server from a dead connection: the
 * server sends a bookmark shortly before it ends a watch, and otherwise only about once a minute. A new
 * one goes on from that bookmark, so that nothing is listed again.
 */
export const defaultWatchOptions: WatchOptions = { silence: 40_000, lifetime: 30 };

const shortestPauseMs = 200;
const longestPauseMs = 10_000;

/** What observing needs. */
export interface ObservePorts {
  readonly client: ApiClient;
  readonly store: ObjectStore;
  readonly context: Pick<ActionContext, 'clock' | 'log'>;
  readonly options: WatchOptions;
}

/**
 * Yields the objects that match, at once and after every change, until the signal aborts (its reason
 * is thrown) or the server refuses for good. Everything else that can happen to a watch is survived.
 */
export async function* observeObjects(
  ports: ObservePorts,
  query: ObjectQuery,
  signal: AbortSignal,
): AsyncGenerator<readonly KubeObject[]> {
  const consumerLeft = new AbortController();
  const life = AbortSignal.any([signal, consumerLeft.signal]);
  const known = new ObservedObjects();
  const following = follow(ports, query, known, life).catch((error: unknown) => {
    known.fail(error);
  });
  try {
    for (;;) {
      await untilAborted(known.change(), signal);
      yield known.take();
    }
  } finally {
    consumerLeft.abort();
    await following;
  }
}

/** Keeps `known` as the server has it; ends only by throwing. */
async function follow(
  ports: ObservePorts,
  query: ObjectQuery,
  known: ObservedObjects,
  life: AbortSignal,
): Promise<never> {
  const { clock } = ports.context;
  let version: string | undefined;
  let setbacks = 0;
  for (;;) {
    const began = clock.elapsed();
    version ??= await listUntilAnswered(ports, query, known, life);
    const watched = await watch(ports, query, version, known, life);
    version = watched.next;
    const livedLong = clock.elapsed() - began > longestPauseMs;
    setbacks = watched.useful || livedLong ? 0 : setbacks + 1;
    if (livedLong && watched.next !== undefined) continue;
    await clock.sleep(Math.min(longestPauseMs, shortestPauseMs * 2 ** setbacks), life);
  }
}

/** Lists, as often as it takes when the server has answered before; gives the listing's version. */
async function listUntilAnswered(
  { client, store, context }: ObservePorts,
  query: ObjectQuery,
  known: ObservedObjects,
  life: AbortSignal,
): Promise<string> {
  for (;;) {
    try {
      const listing = await store.list(query, life);
      known.reset(listing.objects);
      return listing.resourceVersion;
    } catch (error) {
      if (!isPassing(error) || !client.hasAnswered) throw error;
      context.log.progress(`${error.message}; watching goes on when it answers`);
    }
    await context.clock.sleep(longestPauseMs, life);
  }
}

interface Watched {
  /** From which to go on; undefined where everything must be listed anew. */
  readonly next: string | undefined;
  /** Whether anything came. */
  readonly useful: boolean;
}

/** Follows one watch to its end. */
async function watch(
  { client, store, options }: ObservePorts,
  query: ObjectQuery,
  from: string,
  known: ObservedObjects,
  life: AbortSignal,
): Promise<Watched> {
  const target = await store.target(query, life);
  const call = callOf('watch', target.resource, target.namespace);
  let version = from;
  let useful = false;
  try {
    const path = watchPath(target, query, from, options.lifetime);
    for await (const line of linesOfBody(await client.open(call, path, options.silence, life))) {
      const event = readWatchLine(line);
      if (event.kind === 'error' || event.kind === 'malformed') return { next: undefined, useful };
      if (event.kind === 'changed') known.put(event.object);
      if (event.kind === 'deleted') known.remove(event.object);
      ({ version } = event);
      useful = true;
    }
  } catch (error) {
    life.throwIfAborted();
    if (isApiError(error, 410) || codeOf(error) === 'UND_ERR_BODY_TIMEOUT')
      return { next: undefined, useful };
    if (error instanceof ApiError && !isPassing(error)) throw error;
  }
  return { next: version, useful };
}

function watchPath(
  { resource, namespace }: Target,
  { labelSelector, fieldSelector }: ObjectQuery,
  resourceVersion: string,
  timeoutSeconds: number,
): string {
  const query = { labelSelector, fieldSelector, resourceVersion, timeoutSeconds };
  return objectPath(resource, {
    namespace,
    query: { ...query, watch: true, allowWatchBookmarks: true },
  });
}

/** Whether the same call may go well later: no answer, throttled, or the server's own fault. */
function isPassing(error: unknown): error is ApiError {
  return isApiError(error) && (error.status === 0 || error.status === 429 || error.status >= 500);
}
