import { isApiError } from '../api-error.ts';
import type { Cluster, LogQuery } from '../cluster.ts';
import type { Clock } from '../../time/clock.ts';
import type { ContainerState } from './container-states.ts';

/** Last lines of a container's present life and of the life before. */
export interface ContainerLog {
  readonly log: readonly string[];
  readonly previousLog: readonly string[];
}

/** How logs are read. */
export interface LogReading {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The most lines of each life. */
  readonly logLines: number;
}

const pauseBetweenLives = 300;
const longestLine = 1000;
/** The kubelet's text, with status 200, for a log that is gone. */
const goneLog = 'unable to retrieve container logs for ';

/**
 * The last lines of a container that ran, or runs. Between two lives its log can be the previous or
 * the present one from one moment to the next, so each is tried. What cannot be read is empty.
 */
export async function readContainerLog(
  cluster: Cluster,
  pod: { readonly namespace: string | undefined; readonly name: string },
  state: ContainerState,
  reading: LogReading,
): Promise<ContainerLog> {
  const query = {
    ...(pod.namespace === undefined ? {} : { namespace: pod.namespace }),
    pod: pod.name,
    container: state.name,
    tailLines: reading.logLines,
  };
  const read = (previous: boolean): Promise<readonly string[] | undefined> =>
    readLife(cluster, { ...query, previous }, reading.signal);
  if (reading.logLines === 0) return { log: [], previousLog: [] };
  if (state.running || state.terminated !== undefined) {
    const [log, previousLog] = await Promise.all([
      read(false),
      state.restarts > 0 ? read(true) : undefined,
    ]);
    return { log: log ?? [], previousLog: previousLog ?? [] };
  }
  if (state.lastTerminated === undefined) return { log: [], previousLog: [] };
  for (const previous of [true, false]) {
    const lines = await read(previous);
    if (lines !== undefined) return { log: [], previousLog: lines };
  }
  await reading.clock.sleep(pauseBetweenLives, reading.signal);
  return { log: [], previousLog: (await read(true)) ?? [] };
}

async function readLife(
  cluster: Cluster,
  query: LogQuery,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  try {
    const text = (await cluster.podLog(query, signal)).trimEnd();
    if (text.startsWith(goneLog)) return undefined;
    return text === '' ? [] : text.split(/\r?\n/).map((line) => line.slice(0, longestLine));
  } catch (error) {
    if (isApiError(error)) return undefined;
    throw error;
  }
}
