import { isApiError } from '../../cluster/api-error.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { KubeObject } from '../../cluster/kube-object.ts';
import { labelSelectorText } from '../../cluster/label-selector.ts';
import type { Log } from '../../action/log.ts';
import { arrayAt, numberAt, objectAt, stringAt, valueAt } from '../../json/json.ts';
import type { Json } from '../../json/json.ts';
import type { Clock } from '../../time/clock.ts';
import { newLines } from './log-lines.ts';
import type { LogPosition } from './log-lines.ts';

const pollMs = 1000;

/** How far the log of one container was read. */
interface ContainerReading {
  readonly position: LogPosition | undefined;
  readonly restarts: number;
  /** Nothing will come any more. */
  readonly ended: boolean;
}

/** Shows what the pods of a Job write, while they write it. */
export class JobLog {
  readonly #cluster: Cluster;
  readonly #job: KubeObject;
  readonly #log: Log;
  readonly #readings = new Map<string, ContainerReading>();
  #source = '';
  #isForbidden = false;

  constructor(cluster: Cluster, job: KubeObject, log: Log) {
    this.#cluster = cluster;
    this.#job = job;
    this.#log = log;
  }

  /** Shows new lines once a second until the signal aborts; never fails. */
  async follow(clock: Clock, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.#isForbidden) {
      await this.read(signal);
      await clock.sleep(pollMs, signal).catch(() => undefined);
    }
  }

  /** Shows what was written since the last time; what cannot be read at the moment is left for later. */
  async read(signal: AbortSignal): Promise<void> {
    const { namespace } = this.#job.metadata;
    const query = {
      apiVersion: 'v1',
      kind: 'Pod',
      ...(namespace === undefined ? {} : { namespace }),
      labelSelector: labelSelectorText(objectAt(this.#job, 'spec', 'selector')),
    };
    const pods = (await this.#unlessRefused(() => this.#cluster.list(query, signal), signal)) ?? [];
    const oldestFirst = [...pods].sort((a, b) => createdAt(a).localeCompare(createdAt(b)));
    for (const pod of oldestFirst) {
      const states = ['initContainerStatuses', 'containerStatuses'].flatMap((field) =>
        arrayAt(pod, 'status', field),
      );
      for (const state of states) await this.#readContainer(pod, state, signal);
    }
  }

  async #readContainer(pod: KubeObject, state: Json, signal: AbortSignal): Promise<void> {
    const container = stringAt(state, 'name') ?? '';
    const key = `${pod.metadata.uid ?? pod.metadata.name}/${container}`;
    const before = this.#readings.get(key) ?? { position: undefined, restarts: 0, ended: false };
    const restarts = numberAt(state, 'restartCount') ?? 0;
    const hasLog = ['running', 'terminated'].some(
      (each) => valueAt(state, 'state', each) !== undefined,
    );
    if (before.ended || (!hasLog && restarts === 0)) return;
    const source = { pod: pod.metadata.name, container, ...namespaceOf(pod) };
    let { position } = before;
    // The last words of a life that ended between two looks.
    for (const previous of restarts > before.restarts ? [true, false] : [false]) {
      const since =
        position === undefined
          ? {}
          : { sinceTime: `${position.time.slice(0, 'YYYY-MM-DDThh:mm:ss'.length)}Z` };
      const query = { ...source, previous, timestamps: true, ...since };
      const text = await this.#unlessRefused(() => this.#cluster.podLog(query, signal), signal);
      if (text === undefined) return;
      const reading = newLines(text, position);
      this.#show(`${source.pod}, container ${container}`, reading.lines);
      position = reading.position;
    }
    const ended = ['Succeeded', 'Failed'].includes(stringAt(pod, 'status', 'phase') ?? '');
    this.#readings.set(key, { position, restarts, ended });
  }

  #show(source: string, lines: readonly string[]): void {
    if (lines.length === 0) return;
    if (source !== this.#source) this.#log.info(`Pod ${source}:`);
    this.#source = source;
    this.#log.quote(lines.join('\n'));
  }

  async #unlessRefused<Result>(
    ask: () => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (!isApiError(error) && !signal.aborted) throw error;
      if (isApiError(error, 403) && !this.#isForbidden) {
        this.#isForbidden = true;
        this.#log.warning(`The migration's log cannot be shown: ${error.message}`);
      }
      return undefined;
    }
  }
}

function createdAt({ metadata }: KubeObject): string {
  return metadata.creationTimestamp ?? '';
}

function namespaceOf({ metadata }: KubeObject): { readonly namespace?: string } {
  return metadata.namespace === undefined ? {} : { namespace: metadata.namespace };
}
