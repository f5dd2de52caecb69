import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { NothingHitError } from '../activity-failed.ts';
import type { FunctionWorld } from '../functions/native-function.ts';
import { admitPods } from './admit-pods.ts';
import type { PodsAsked } from './admit-pods.ts';
import { noteTarget } from './note-target.ts';
import { removePod } from './remove-pod.ts';

/**
 * Kills pods one after the other and gives their names; their controllers replace them. Each is looked
 * at again right before its end. `gracePeriodSeconds` undefined leaves every pod its own. Rejects with an
 * ActivityFailedError where none may be killed, a cap or a budget forbids it, or all were gone.
 */
export async function killPods(
  world: FunctionWorld,
  asked: PodsAsked,
  gracePeriodSeconds: number | undefined,
): Promise<readonly string[]> {
  const chosen = await admitPods(world, asked);
  if (chosen.length === 0) return [];
  const names = chosen.map(({ metadata }) => metadata.name).join(', ');
  await world.undo.record(
    {
      title: `kill ${chosen.length === 1 ? 'pod' : 'pods'} ${names}`,
      namespace: chosen[0]?.metadata.namespace,
      steps: [{ kind: 'nothing' }],
    },
    world.signal,
  );
  const killed = [];
  for (const pod of chosen) {
    const isKilled = await killPod(world, asked.act, pod, gracePeriodSeconds);
    if (isKilled) killed.push(pod.metadata.name);
  }
  if (killed.length === 0) throw new NothingHitError(`no pod was killed: ${names} were gone`);
  return killed;
}

async function killPod(
  world: FunctionWorld,
  act: string,
  pod: KubeObject,
  gracePeriodSeconds: number | undefined,
): Promise<boolean> {
  const live = await world.turn(async () => {
    const checked = await world.blastRadius.recheck(pod, world.signal);
    return (await removePod(world, checked, gracePeriodSeconds)) ? checked : undefined;
  });
  if (live === undefined) return false;
  const done = world.caps.respectPdb ? 'evicted' : 'deleted';
  const reason = world.dryRun ? `would be ${done}` : done;
  noteTarget(world, act, live, { in: true, reason });
  if (!world.dryRun) world.ledger.countEffect();
  world.log.info(`Pod ${pod.metadata.name}: ${reason}`);
  return true;
}
