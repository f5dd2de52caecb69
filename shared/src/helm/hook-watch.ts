import { awaitReady } from '../cluster/await-ready.ts';
import type { AwaitReadyOptions } from '../cluster/await-ready.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { diagnose } from '../cluster/diagnosis/diagnose.ts';
import { isOwnedBy } from '../cluster/diagnosis/owned-pods.ts';
import type { KubeObject, ObjectReference } from '../cluster/kube-object.ts';
import type { Diagnosis } from '../cluster/readiness.ts';
import { arrayAt, numberAt, stringAt } from '../json/json.ts';
import { groupOf, referenceTo } from '../manifests/manifest.ts';

/** Hooks that run while Helm works. */
export interface HookWatch {
  /**
   * Aborts as soon as a hook cannot succeed any more, where that is asked for (`failFast`): Helm would
   * wait for it until its own timeout.
   */
  readonly lost: AbortSignal;
  /** Ends the watch and gives the hooks that failed; their pods may be gone by then. */
  end(): Promise<readonly Diagnosis[]>;
}

/**
 * Follows the Jobs and Pods among `hooks` from the moment that Helm makes them anew. Why one fails is
 * read off its pods at once, as Helm may delete them in the next moment.
 */
export async function watchHooks(
  cluster: Cluster,
  hooks: readonly KubeObject[],
  options: AwaitReadyOptions,
): Promise<HookWatch> {
  const ending = new AbortController();
  const lost = new AbortController();
  const signal = AbortSignal.any([options.signal, ending.signal]);
  const followed = hooks.filter(runs).map((hook) => placed(referenceTo(hook), cluster));
  const earlier = await Promise.all(
    followed.map((reference) => cluster.read(reference, options.signal)),
  );
  const failures = new Map<ObjectReference, Diagnosis>();
  const following = followed.map(async (reference, index) => {
    const follower = { cluster, reference, options: { ...options, signal } };
    const hook = await untilMade(follower, earlier[index]?.metadata.uid);
    if (hook === undefined) return;
    const note = (diagnosis: Diagnosis): void => {
      const known = failures.get(reference);
      // Once its pods are being deleted, less is known than before.
      if (known === undefined || linesOf(diagnosis) >= linesOf(known)) {
        failures.set(reference, diagnosis);
      }
    };
    const judge = async (): Promise<void> => {
      const end = await awaitReady(cluster, [reference], follower.options);
      if (end.ready) {
        failures.delete(reference);
        return;
      }
      end.diagnoses.forEach(note);
      if (options.failFast) lost.abort();
    };
    await Promise.all([judge(), hook.kind === 'Job' ? notePods(follower, hook, note) : undefined]);
  });
  const settled = Promise.allSettled(following);
  return {
    lost: lost.signal,
    end: async () => {
      ending.abort();
      await settled;
      return [...failures.values()];
    },
  };
}

interface Follower {
  readonly cluster: Cluster;
  readonly reference: ObjectReference;
  readonly options: AwaitReadyOptions;
}

function linesOf({ containers }: Diagnosis): number {
  const lines = containers.map(({ log, previousLog }) => 1 + log.length + previousLog.length);
  return lines.reduce((sum, count) => sum + count, 0);
}

function runs(object: KubeObject): boolean {
  const kind = `${groupOf(object)}/${object.kind}`;
  return kind === 'batch/Job' || kind === '/Pod';
}

function placed(reference: ObjectReference, { namespace }: Cluster): ObjectReference {
  return { namespace, ...reference };
}

/** The hook as soon as there is another one than that of an earlier run. */
async function untilMade(
  { cluster, reference, options }: Follower,
  earlier: string | undefined,
): Promise<KubeObject | undefined> {
  const { name, ...where } = reference;
  const query = { ...where, fieldSelector: `metadata.name=${name}` };
  for await (const [hook] of cluster.observe(query, options.signal)) {
    if (hook !== undefined && hook.metadata.uid !== earlier) return hook;
  }
  return undefined;
}

/** Diagnoses a Job each time that a pod of it has failed, until the watch ends or the Job is done. */
async function notePods(
  { cluster, reference, options }: Follower,
  job: KubeObject,
  note: (diagnosis: Diagnosis) => void,
): Promise<void> {
  const { clock, logLines, signal } = options;
  const query = {
    apiVersion: 'v1',
    kind: 'Pod',
    ...(reference.namespace === undefined ? {} : { namespace: reference.namespace }),
    labelSelector: `batch.kubernetes.io/job-name=${reference.name}`,
  };
  let seen = 0;
  for await (const pods of cluster.observe(query, signal)) {
    const failed = pods
      .filter((pod) => isOwnedBy(pod, job))
      .reduce((count, pod) => count + failuresOf(pod), 0);
    if (failed > seen) note(await diagnose(cluster, reference, { clock, logLines, signal }));
    seen = Math.max(seen, failed);
  }
}

function failuresOf(pod: KubeObject): number {
  return arrayAt(pod, 'status', 'containerStatuses').reduce<number>(
    (count, status) => {
      const exitCode = numberAt(status, 'state', 'terminated', 'exitCode') ?? 0;
      const restarts = numberAt(status, 'restartCount') ?? 0;
      return count + restarts + (exitCode === 0 ? 0 : 1);
    },
    stringAt(pod, 'status', 'reason') === 'Evicted' ? 1 : 0,
  );
}
