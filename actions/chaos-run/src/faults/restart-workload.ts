import type { ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { valueAt } from '@kube-delivery/shared/json/json';
import type { FunctionWorld } from '../functions/native-function.ts';
import { admitWorkload } from './admit-workload.ts';
import { noteTarget } from './note-target.ts';

const annotations = '/spec/template/metadata/annotations';
const restartedAt = 'kubectl.kubernetes.io/restartedAt';

/**
 * Replaces all pods of a Deployment, StatefulSet or DaemonSet by its own rollout, as `kubectl rollout
 * restart` does; the workload is the one target. Rejects with an ActivityFailedError where it does not
 * exist or may not be hit.
 */
export async function restartWorkload(
  world: FunctionWorld,
  act: string,
  workload: ObjectReference & { readonly namespace: string },
): Promise<void> {
  const { blastRadius, cluster, clock, dryRun, ledger, log, signal, undo } = world;
  const found = await admitWorkload(world, act, workload);
  await blastRadius.permit({ name: act, chosen: [found], population: 1 }, signal);
  const live = await blastRadius.recheck(found, signal);
  const subject = `${workload.kind} ${workload.name}`;
  const { namespace } = workload;
  await undo.record(
    { title: `restart ${subject}`, namespace, steps: [{ kind: 'nothing' }] },
    signal,
  );
  const value = clock.now().toISOString();
  const hasAnnotations = valueAt(live, 'spec', 'template', 'metadata', 'annotations') !== undefined;
  await cluster.patch(
    workload,
    [
      { op: 'test', path: '/metadata/uid', value: live.metadata.uid ?? '' },
      hasAnnotations
        ? { op: 'add', path: `${annotations}/${restartedAt.replace('/', '~1')}`, value }
        : { op: 'add', path: annotations, value: { [restartedAt]: value } },
    ],
    { signal, dryRun },
  );
  const reason = dryRun ? 'would be restarted' : 'restarted';
  noteTarget(world, act, live, { in: true, reason });
  if (!dryRun) ledger.countEffect();
  log.info(`${subject}: ${reason}`);
}
