import { isApiError } from '@kube-delivery/shared/cluster/api-error';
import type { CommandResult } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { DeadlineError, startDeadline } from '@kube-delivery/shared/time/deadline';
import { ActivityFailedError } from '../activity-failed.ts';
import type { FunctionWorld } from '../functions/native-function.ts';
import { admitPods } from './admit-pods.ts';
import type { PodsAsked } from './admit-pods.ts';
import { containerOf, onlyWithContainer } from './exec-container.ts';
import { whyFailed } from './exec-failure.ts';
import { noteTarget } from './note-target.ts';

/** A command for pods. */
export interface ExecAsked extends PodsAsked {
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Each pod's default container unless given; a pod without a container of this name is out. */
  readonly container: string | undefined;
  /** Milliseconds for each pod. */
  readonly timeout: number;
}

/** How the command ended in one pod; `refused` says why it could not be started. */
export interface PodExec {
  readonly pod: string;
  readonly container: string;
  readonly ended: CommandResult | 'took too long' | { readonly refused: string };
}

/**
 * Runs a command in pods, one after the other, also after one in which it fails: what that means is the
 * caller's to tell. It counts as an effect in those where it ended with 0 or by a signal. Rejects with an
 * ActivityFailedError where no pod may be hit or has the container, or a cap forbids it.
 */
export async function execInPods(
  world: FunctionWorld,
  asked: ExecAsked,
): Promise<readonly PodExec[]> {
  const { command, container } = asked;
  if (command.length === 0) throw new ActivityFailedError('there is no command to run in the pods');
  const chosen = await admitPods(world, onlyWithContainer(world, asked, container));
  if (chosen.length === 0) return [];
  await world.undo.record(
    {
      title: `run ${command[0] ?? 'a command'} in ${chosen.map(({ metadata }) => metadata.name).join(', ')}`,
      namespace: chosen[0]?.metadata.namespace,
      steps: [{ kind: 'nothing' }],
    },
    world.signal,
  );
  const results = [];
  for (const pod of chosen) results.push(await execInPod(world, asked, pod));
  return results;
}

async function execInPod(
  world: FunctionWorld,
  asked: ExecAsked,
  pod: KubeObject,
): Promise<PodExec> {
  const { act, command, timeout } = asked;
  const { name, namespace } = pod.metadata;
  const live = await world.blastRadius.recheck(pod, world.signal);
  const container = containerOf(live, asked.container) ?? '';
  if (world.dryRun) {
    noteTarget(world, act, live, { in: true, reason: 'the command would run' });
    return { pod: name, container, ended: { exitCode: 0, stdout: '', stderr: '' } };
  }
  const ended = await runWithin(world, timeout, (signal) =>
    world.cluster.execInPod(
      { pod: name, command, container, ...(namespace === undefined ? {} : { namespace }) },
      signal,
    ),
  );
  const code = typeof ended === 'object' && 'exitCode' in ended ? ended.exitCode : undefined;
  const reason = code === undefined ? 'the command did not end' : `the command ended with ${code}`;
  noteTarget(world, act, live, { in: true, reason });
  const done = { pod: name, container, ended };
  const failure = whyFailed(done, asked);
  if (failure === undefined) world.ledger.countEffect();
  else world.log.warning(failure);
  return done;
}

/** How the work ended. */
async function runWithin(
  { clock, signal }: FunctionWorld,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<CommandResult>,
): Promise<PodExec['ended']> {
  const deadline = startDeadline(clock, milliseconds, 'the command', signal);
  try {
    return await work(deadline.signal);
  } catch (error) {
    signal.throwIfAborted();
    const { reason } = deadline.signal as { readonly reason: unknown };
    if (reason instanceof DeadlineError) return 'took too long';
    // The server has answered: the container could not start the program.
    if (isApiError(error) && error.status >= 500) return { refused: error.message };
    throw error;
  } finally {
    deadline.cancel();
  }
}
