import { arrayAt, booleanAt, numberAt, stringAt } from '../../json/json.ts';
import type { Json } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';

/** How a container's life ended. */
export interface Termination {
  readonly exitCode: number;
  /** `Error`, `OOMKilled`, `Completed`, `StartError`. */
  readonly reason: string;
  readonly message: string;
}

/** What a pod's status says of one of its containers. */
export interface ContainerState {
  readonly name: string;
  /** Of the init phase, and not one that stays (a sidecar). */
  readonly init: boolean;
  readonly ready: boolean;
  readonly restarts: number;
  readonly image: string;
  /** What really runs: `<repository>@sha256:…`. */
  readonly imageId: string;
  readonly waiting: { readonly reason: string; readonly message: string } | undefined;
  readonly running: boolean;
  readonly terminated: Termination | undefined;
  /** The end of the life before the present one. */
  readonly lastTerminated: Termination | undefined;
}

/** The containers of a pod, those of the init phase first. */
export function containerStates(pod: KubeObject): readonly ContainerState[] {
  const sidecars = arrayAt(pod, 'spec', 'initContainers')
    .filter((container) => stringAt(container, 'restartPolicy') === 'Always')
    .map((container) => stringAt(container, 'name'));
  return [
    ...arrayAt(pod, 'status', 'initContainerStatuses').map((status) =>
      readStatus(status, !sidecars.includes(stringAt(status, 'name'))),
    ),
    ...arrayAt(pod, 'status', 'containerStatuses').map((status) => readStatus(status, false)),
  ];
}

/** Whether the container stands in the way of its pod being ready. */
export function isObstacle(state: ContainerState): boolean {
  return state.init ? state.terminated?.exitCode !== 0 : !state.ready;
}

/** The end of its last life that is known. */
export function lastEnd(state: ContainerState): Termination | undefined {
  return state.terminated ?? state.lastTerminated;
}

/** `CrashLoopBackOff`, `Error`, `running`, `not ready`. */
export function stateName(state: ContainerState): string {
  if (state.waiting !== undefined) return state.waiting.reason;
  if (state.terminated !== undefined) return state.terminated.reason;
  if (!state.running) return 'not started';
  return state.ready || state.init ? 'running' : 'not ready';
}

function readStatus(status: Json, init: boolean): ContainerState {
  return {
    name: stringAt(status, 'name') ?? '',
    init,
    ready: booleanAt(status, 'ready') ?? false,
    restarts: numberAt(status, 'restartCount') ?? 0,
    image: stringAt(status, 'image') ?? '',
    imageId: stringAt(status, 'imageID') ?? '',
    waiting:
      stringAt(status, 'state', 'waiting', 'reason') === undefined
        ? undefined
        : {
            reason: stringAt(status, 'state', 'waiting', 'reason') ?? '',
            message: stringAt(status, 'state', 'waiting', 'message') ?? '',
          },
    running: stringAt(status, 'state', 'running', 'startedAt') !== undefined,
    terminated: readTermination(status, 'state'),
    lastTerminated: readTermination(status, 'lastState'),
  };
}

function readTermination(status: Json, life: 'state' | 'lastState'): Termination | undefined {
  const exitCode = numberAt(status, life, 'terminated', 'exitCode');
  if (exitCode === undefined) return undefined;
  return {
    exitCode,
    reason: stringAt(status, life, 'terminated', 'reason') ?? 'Error',
    message: stringAt(status, life, 'terminated', 'message') ?? '',
  };
}
