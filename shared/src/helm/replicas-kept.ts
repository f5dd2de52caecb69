import type { KubeObject } from '../cluster/kube-object.ts';
import { objectAt, valueAt } from '../json/json.ts';
import { without } from '../json/without.ts';
import { identityOf, referenceTo } from '../manifests/manifest.ts';
import type { ReleasePlan } from '../release/release-plan.ts';
import type { RenderedDocument } from './rendered-release.ts';

/** Documents as Helm has to apply them, and what is not to be compared in them. */
export interface FittedDocuments {
  readonly documents: readonly RenderedDocument[];
  /** Without the replicas of what an autoscaler scales, which are other ones each time. */
  readonly comparable: (document: RenderedDocument) => RenderedDocument;
}

/** Gives what an autoscaler scales the replicas that the plan found for it, or none. */
export function keepScaledReplicas(
  documents: readonly RenderedDocument[],
  plan: ReleasePlan,
  namespace: string,
): FittedDocuments {
  const scaled = new Map(
    plan.objects
      .filter(({ declared, object }) => replicasOf(declared) !== replicasOf(object))
      .map(({ reference, object }) => [identityOf(reference), replicasOf(object)]),
  );
  const identity = (object: KubeObject): string =>
    identityOf(referenceTo({ ...object, metadata: { namespace, ...object.metadata } }));
  const mapObjects = (
    document: RenderedDocument,
    change: (object: KubeObject) => KubeObject,
  ): RenderedDocument => {
    if (document.isHook || scaled.size === 0) return document;
    const objects = document.objects.map((object) =>
      scaled.has(identity(object)) ? change(object) : object,
    );
    return { ...document, objects };
  };
  return {
    documents: documents.map((document) =>
      mapObjects(document, (object) => {
        const replicas = scaled.get(identity(object));
        const spec = without(objectAt(object, 'spec'), 'replicas');
        return { ...object, spec: replicas === undefined ? spec : { ...spec, replicas } };
      }),
    ),
    comparable: (document) =>
      mapObjects(document, (object) => ({
        ...object,
        spec: without(objectAt(object, 'spec'), 'replicas'),
      })),
  };
}

function replicasOf(object: KubeObject) {
  return valueAt(object, 'spec', 'replicas');
}
