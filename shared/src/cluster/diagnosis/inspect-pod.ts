import type { Cluster } from '../cluster.ts';
import type { KubeObject } from '../kube-object.ts';
import type { ContainerFinding } from '../readiness.ts';
import { readContainerLog } from './container-log.ts';
import type { LogReading } from './container-log.ts';
import { containerStates, lastEnd, stateName } from './container-states.ts';
import type { ContainerState } from './container-states.ts';

/** The containers of a pod for which `isWanted`, with states, exit codes, restarts and log lines. */
export function inspectContainers(
  cluster: Cluster,
  pod: KubeObject,
  isWanted: (state: ContainerState) => boolean,
  reading: LogReading,
): Promise<readonly ContainerFinding[]> {
  const { name, namespace } = pod.metadata;
  return Promise.all(
    containerStates(pod)
      .filter(isWanted)
      .map(async (state) => {
        const end = lastEnd(state);
        const logs = await readContainerLog(cluster, { namespace, name }, state, reading);
        return {
          pod: name,
          container: state.name,
          state: stateName(state),
          ...(end === undefined ? {} : { exitCode: end.exitCode }),
          restarts: state.restarts,
          ...logs,
        };
      }),
  );
}
