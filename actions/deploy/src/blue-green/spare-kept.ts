import type { KubeObject, ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import { numberAt, objectAt } from '@kube-delivery/shared/json/json';
import { groupOf } from '@kube-delivery/shared/manifests/manifest';
import type { PreparedColour } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import { referredTo } from '@kube-delivery/shared/release/twin/twin-config';
import type { Session } from '../session.ts';

const why = 'the pods that are kept for an instant way back run with it';

/**
 * The session, in which prune spares the ConfigMaps and Secrets of blue pods that stay when green
 * serves: one that restarts must find them. They go with a later release. What belongs to green has
 * names that prune knows nothing of.
 */
export function spareKept(session: Session, { colours, painting }: PreparedColour): Session {
  const { inputs, prune } = session;
  const { blue } = colours.deployments;
  const isKept =
    painting.colour === 'green' &&
    inputs.blueGreen.scaleDownDelay > 0 &&
    (numberAt(blue, 'spec', 'replicas') ?? 1) > 0;
  if (prune === undefined || blue === undefined || !isKept) return session;
  const config = prune.delete
    .filter(({ reference }) => {
      const isConfiguration = ['ConfigMap', 'Secret'].includes(reference.kind);
      return isConfiguration && groupOf(reference) === '';
    })
    .filter(({ reference }) => reference.namespace === colours.pair.namespace)
    .map((pruned) => ({ pruned, object: objectFor(pruned.reference) }));
  const used = referredTo(
    objectAt(blue, 'spec', 'template'),
    config.map(({ object }) => object),
  );
  const spared = new Set(
    config.filter(({ object }) => used.includes(object)).map(({ pruned }) => pruned),
  );
  return {
    ...session,
    prune: {
      ...prune,
      delete: prune.delete.filter((pruned) => !spared.has(pruned)),
      kept: [...prune.kept, ...[...spared].map(({ reference }) => ({ reference, why }))],
    },
  };
}

function objectFor({ apiVersion, kind, name }: ObjectReference): KubeObject {
  return { apiVersion, kind, metadata: { name } };
}
