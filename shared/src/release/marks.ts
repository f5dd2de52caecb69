import type { RunFacts } from '../action/run-facts.ts';
import type { KubeObject } from '../cluster/kube-object.ts';

/** The prefix of every annotation and label of this suite. */
export const marksPrefix = 'kube-delivery.dev/';

/** Label of everything this suite created, with the value `kube-delivery`. */
export const managedByLabel = 'app.kubernetes.io/managed-by';
/** The value of `managedByLabel`. */
export const managedByValue = 'kube-delivery';

/** The release that an object belongs to: a label on history records, an annotation elsewhere. */
export const releaseMark = `${marksPrefix}release`;
/** The number of the release's revision: a label on history records, an annotation on a canary. */
export const revisionMark = `${marksPrefix}revision`;
/** On a canary's objects: the name of the stable object that it is the canary of. */
export const canaryOfMark = `${marksPrefix}canary-of`;

/**
 * `object` with the annotations that tell where it comes from: run, commit, ref, actor and release.
 * They are written only together with another change, stand in the object's own metadata only, and
 * are ignored by `sameObject`. Facts that the runner does not know are left out.
 */
export function withProvenance(object: KubeObject, release: string, run: RunFacts): KubeObject {
  const facts = {
    release,
    'run-url': run.runUrl,
    commit: run.sha,
    ref: run.ref,
    actor: run.actor,
  };
  const known = Object.entries(facts).filter(([, value]) => value !== '');
  const marks = Object.fromEntries(known.map(([name, value]) => [`${marksPrefix}${name}`, value]));
  return withAnnotations(object, marks);
}

/** `object` with these annotations added to its own. */
export function withAnnotations(
  object: KubeObject,
  annotations: Readonly<Record<string, string>>,
): KubeObject {
  const { metadata } = object;
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...metadata.annotations, ...annotations } },
  };
}

/** `object` with the label of this suite, unless it carries that label already with another value. */
export function withManagedBy(object: KubeObject): KubeObject {
  const { metadata } = object;
  const labels = { [managedByLabel]: managedByValue, ...metadata.labels };
  return { ...object, metadata: { ...metadata, labels } };
}
