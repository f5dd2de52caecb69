import { isApiError } from '@kube-delivery/shared/cluster/api-error';
import type { CommandResult } from '@kube-delivery/shared/cluster/cluster';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { arrayAt, stringAt } from '@kube-delivery/shared/json/json';
import { DeadlineError, startDeadline } from '@kube-delivery/shared/time/deadline';
import { ActivityFailedError } from '../activity-failed.ts';
import type { FunctionWorld } from '../functions/native-function.ts';
import { admitPods } from './admit-pods.ts';
import type { PodsAsked } from './admit-pods.ts';
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

/** How the command ended in one pod; the last two only with `compat: chaostoolkit`, which goes on. */
export interface PodExec {
  readonly pod: string;
  readonly ended: CommandResult | 'took too long' | { readonly refused: string };
}

/** Exit codes from here on are of processes that a signal ended, such as the one of `kill 1`. */
const firstSignalCode = 129;

/**
 * Runs a command in pods, one after the other. It counts as an effect in those where it ended with 0 or
 * by a signal. Rejects with an ActivityFailedError where no pod may be hit or has the container, a cap
 * forbids it or (strict) it takes too long.
 */
export async function execInPods(
  world: FunctionWorld,
  asked: ExecAsked,
): Promise<readonly PodExec[]> {
  const { act, container, command } = asked;
  if (command.length === 0) throw new ActivityFailedError('there is no command to run in the pods');
  const matched = asked.matched.filter((pod) => containerOf(pod, container) !== undefined);
  for (const pod of asked.matched.filter((each) => !matched.includes(each))) {
    noteTarget(world, act, pod, { in: false, reason: `has no container ${container ?? ''}` });
  }
  const sought =
    container === undefined ? asked.sought : `${asked.sought} with container ${container}`;
  const chosen = await admitPods(world, { ...asked, sought, matched });
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

/** The container that is meant in a pod; undefined where it has none of that name. */
export function containerOf(pod: KubeObject, wanted: string | undefined): string | undefined {
  const names = arrayAt(pod, 'spec', 'containers').map((each) => stringAt(each, 'name'));
  if (wanted !== undefined) return names.find((name) => name === wanted);
  const byDefault = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'];
  return names.find((name) => name === byDefault) ?? names[0];
}

async function execInPod(
  world: FunctionWorld,
  { act, command, container, timeout }: ExecAsked,
  pod: KubeObject,
): Promise<PodExec> {
  const { name, namespace } = pod.metadata;
  const live = await world.blastRadius.recheck(pod, world.signal);
  if (world.dryRun) {
    noteTarget(world, act, live, { in: true, reason: 'the command would run' });
    return { pod: name, ended: { exitCode: 0, stdout: '', stderr: '' } };
  }
  const ended = await runWithin(world, timeout, `the command in pod ${name}`, (signal) =>
    world.cluster.execInPod(
      {
        pod: name,
        command,
        ...(namespace === undefined ? {} : { namespace }),
        container: containerOf(live, container) ?? '',
      },
      signal,
    ),
  );
  noteEnd(world, act, live, ended);
  return { pod: name, ended };
}

function noteEnd(
  world: FunctionWorld,
  act: string,
  pod: KubeObject,
  ended: PodExec['ended'],
): void {
  const code = typeof ended === 'object' && 'exitCode' in ended ? ended.exitCode : undefined;
  const reason = code === undefined ? 'the command did not end' : `the command ended with ${code}`;
  noteTarget(world, act, pod, { in: true, reason });
  if (code === 0 || (code ?? 0) >= firstSignalCode) world.ledger.countEffect();
  else world.log.warning(`Pod ${pod.metadata.name}: ${reason}: ${wordsOf(ended)}`);
}

function wordsOf(ended: PodExec['ended']): string {
  if (typeof ended === 'string') return ended;
  return 'refused' in ended ? ended.refused : ended.stderr.trim();
}

/** How the work ended. What keeps it from ending is an error, but not where the original would go on. */
async function runWithin(
  { clock, signal, compat }: FunctionWorld,
  milliseconds: number,
  what: string,
  work: (signal: AbortSignal) => Promise<CommandResult>,
): Promise<PodExec['ended']> {
  const isLenient = compat === 'chaostoolkit';
  const deadline = startDeadline(clock, milliseconds, what, signal);
  try {
    return await work(deadline.signal);
  } catch (error) {
    signal.throwIfAborted();
    const { reason } = deadline.signal as { readonly reason: unknown };
    if (reason instanceof DeadlineError) {
      if (isLenient) return 'took too long';
      throw new ActivityFailedError(`${reason.message}; it may still run there`, { cause: error });
    }
    // The server has answered: the container could not start the program.
    if (isLenient && isApiError(error) && error.status >= 500) return { refused: error.message };
    throw error;
  } finally {
    deadline.cancel();
  }
}
