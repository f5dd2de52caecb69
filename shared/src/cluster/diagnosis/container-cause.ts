import { stringAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import type { Cause } from './cause.ts';
import { containerStates, isObstacle, lastEnd } from './container-states.ts';
import type { ContainerState, Termination } from './container-states.ts';

/** Restarts from which a container that ended again counts as crash looping. */
const crashLoopRestarts = 2;

const pullFailures = [
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'ImageInspectError',
  'InvalidImageName',
  'RegistryUnavailable',
  'SignatureValidationFailed',
];

const createFailures = ['CreateContainerConfigError', 'CreateContainerError'];

/**
 * The first container of a pod that cannot come up by itself: its image cannot be pulled, it cannot be
 * created, or it has ended at least twice more after its first end. Containers of Jobs may end; the
 * Job's own limits judge them.
 */
export function containerCause(pod: KubeObject): Cause | undefined {
  for (const state of containerStates(pod)) {
    const cause = isObstacle(state) ? causeOf(pod, state) : undefined;
    if (cause !== undefined) return cause;
  }
  return undefined;
}

function causeOf(pod: KubeObject, state: ContainerState): Cause | undefined {
  const place = `container ${state.name} of pod ${pod.metadata.name}`;
  const waiting = state.waiting?.reason ?? '';
  const why =
    state.waiting === undefined || state.waiting.message === '' ? '' : `: ${state.waiting.message}`;
  const key = `${pod.metadata.uid ?? pod.metadata.name}/${state.name}`;
  if (pullFailures.includes(waiting)) {
    return {
      key: `${key}/pull`,
      grace: 'none',
      reason: `image ${state.image} of ${place} cannot be pulled (${waiting})${why}`,
      hint: 'Check that this tag or digest is in the registry and that the pod may pull from it (imagePullSecrets).',
    };
  }
  if (createFailures.includes(waiting)) {
    return {
      key: `${key}/create`,
      grace: 'none',
      reason: `${place} cannot be created (${waiting})${why}`,
      hint: 'Check the ConfigMaps, Secrets and security settings that the container refers to.',
    };
  }
  const end = crashLoops(pod, state) ? lastEnd(state) : undefined;
  if (end === undefined) return undefined;
  return {
    key: `${key}/crash`,
    probes: 'fatal',
    grace: 'none',
    reason: `${place} crashes: ${describeEnd(end)}, restarted ${state.restarts} times`,
    hint: hintFor(end),
  };
}

function crashLoops(pod: KubeObject, state: ContainerState): boolean {
  if (isOwnedByJob(pod) || state.restarts < crashLoopRestarts) return false;
  return state.terminated !== undefined || state.waiting?.reason === 'CrashLoopBackOff';
}

/** `exit code 137 (OOMKilled)`. */
export function describeEnd({ exitCode, reason, message }: Termination): string {
  const said = message.trim() === '' ? '' : `: ${message.trim().slice(0, 300)}`;
  return `exit code ${exitCode} (${reason})${said}`;
}

/** Whether a Job made the pod. */
export function isOwnedByJob(pod: KubeObject): boolean {
  return (pod.metadata.ownerReferences ?? []).some((owner) => stringAt(owner, 'kind') === 'Job');
}

function hintFor({ reason, exitCode }: Termination): string {
  if (reason === 'OOMKilled') return 'Raise its memory limit, or find what takes the memory.';
  if (exitCode === 0) return 'It must keep running: a container that ends is started again.';
  return 'Read the log lines of its last life.';
}
