import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import { arrayAt, booleanAt, stringAt } from '@kube-delivery/shared/json/json';
import { groupOf, identityOf } from '@kube-delivery/shared/manifests/manifest';
import type { PlannedObject, ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import { isScalable, replicasOf } from '@kube-delivery/shared/release/scale/scaled-workload';
import type { ScaledWorkload } from '@kube-delivery/shared/release/scale/scaled-workload';
import { changesPods } from '../canary/choose-canary.ts';

/** What `recreate` does about the workloads of a release before it changes anything. */
export interface WorkloadChoice {
  /** Deployments and StatefulSets to be taken down, and those that an earlier run left down. */
  readonly takenDown: readonly ScaledWorkload[];
  /** What cannot be taken down and goes on meanwhile, one sentence each. */
  readonly goOn: readonly string[];
  /** StatefulSets whose volumes Kubernetes would delete with their pods. */
  readonly losing: readonly string[];
}

/**
 * Chooses by a plan and by what lost or bad revisions took down: workloads whose pods change, by their
 * template or by a ConfigMap or Secret that they refer to; all of the release where migrations run, as
 * old pods must not write what a migration changes. `now` is when that happens, as ISO 8601.
 */
export function chooseWorkloads(
  plan: ReleasePlan,
  earlier: readonly ScaledWorkload[],
  now: string,
): WorkloadChoice {
  const migrates = (plan.migrations ?? []).some(({ outstanding }) => outstanding);
  const known = new Map(earlier.map((each) => [identityOf(each.reference), each]));
  const running = plan.objects.filter(({ live }) => live !== undefined);
  const ending = running.filter((each) => migrates || changesPods(each, plan));
  const takenDown = running.flatMap((planned): readonly ScaledWorkload[] => {
    const { live, reference } = planned;
    if (live === undefined || !isScalable(live)) return [];
    const replicas = replicasOf(live);
    const before = known.get(identityOf(reference));
    if (replicas === 0) return before === undefined ? [] : [before];
    return ending.includes(planned) ? [{ reference, replicas, since: now }] : [];
  });
  const identities = new Set(takenDown.map(({ reference }) => identityOf(reference)));
  return {
    takenDown,
    goOn: ending.flatMap(describeGoingOn),
    losing: running
      .filter((each) => identities.has(identityOf(each.reference)) && losesVolumes(each))
      .map(({ reference }) => describeReference(reference)),
  };
}

function describeGoingOn({ live, reference }: PlannedObject): readonly string[] {
  const name = describeReference(reference);
  const kind = `${groupOf(reference)}/${reference.kind}`;
  switch (kind) {
    case 'apps/DaemonSet':
      return [
        `${name} cannot be taken down: its old pods go on beside migrations, and are replaced as its own updateStrategy says.`,
      ];
    case 'batch/CronJob':
      return booleanAt(live, 'spec', 'suspend') === true
        ? []
        : [`${name} may start pods while the release is down; suspend it where they must not run.`];
    case 'apps/ReplicaSet':
    case '/ReplicationController':
    case '/Pod':
      return [`${name} is not taken down; only Deployments and StatefulSets are.`];
    default:
      return [];
  }
}

/** By spec.persistentVolumeClaimRetentionPolicy.whenScaled, volumes go with the pods. */
function losesVolumes({ live }: PlannedObject): boolean {
  return (
    live?.kind === 'StatefulSet' &&
    arrayAt(live, 'spec', 'volumeClaimTemplates').length > 0 &&
    stringAt(live, 'spec', 'persistentVolumeClaimRetentionPolicy', 'whenScaled') === 'Delete'
  );
}
