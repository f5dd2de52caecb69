import type { ObjectReference } from '../../cluster/kube-object.ts';
import { identityOf, referenceTo } from '../../manifests/manifest.ts';
import type { ReleaseRecord } from '../release-record.ts';
import { paint } from './paint.ts';
import type { PreparedColour } from './prepare-colour.ts';
import { notPainted } from './restore-colour.ts';

/**
 * The ConfigMaps and Secrets that green had for itself in a revision of the history, and has no more in
 * the prepared one: a name that changes with its content, as kustomize makes them, leaves one behind at
 * each change. None where blue was prepared, whose objects are declared and pruned as such.
 */
export function leftConfiguration(
  records: readonly ReleaseRecord[],
  prepared: PreparedColour,
): readonly ObjectReference[] {
  const { colours, painting } = prepared;
  if (painting.colour !== 'green') return [];
  const { pair, services } = colours;
  const references = records
    .filter(({ blueGreen }) => blueGreen?.colour === 'green')
    .flatMap(({ objects, release }) => {
      const painted = paint({ release, pair, objects, services, replicas: undefined }, 'green');
      return painted?.objects ?? [];
    })
    .filter(({ object, stage }) => stage === 'colour' && isConfiguration(object.kind))
    .map(({ object }) => referenceTo(object));
  const all = new Map(references.map((reference) => [identityOf(reference), reference]));
  return notPainted(prepared, [...all.values()]);
}

function isConfiguration(kind: string): boolean {
  return kind === 'ConfigMap' || kind === 'Secret';
}
