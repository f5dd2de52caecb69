import type { ObjectReference } from '../../cluster/kube-object.ts';
import { identityOf } from '../../manifests/manifest.ts';
import type { ReleaseWork } from '../release-work.ts';
import { workloadOf } from './blue-green-record.ts';
import type { ColourPair } from './blue-green-record.ts';
import { nameIn } from './colour.ts';
import { readColours } from './read-colours.ts';

/**
 * What a release declares, with its Deployment by the name under which its pods serve; as declared
 * where the release has no `pair` of colours.
 */
export async function inServingColour(
  { cluster, signal }: Pick<ReleaseWork, 'cluster' | 'signal'>,
  pair: ColourPair | undefined,
  declared: readonly ObjectReference[],
): Promise<readonly ObjectReference[]> {
  if (pair === undefined) return declared;
  const { live } = await readColours(cluster, pair, signal);
  const own = identityOf(workloadOf(pair));
  return declared.map((reference) =>
    identityOf(reference) === own
      ? { ...reference, name: nameIn(live, reference.name) }
      : reference,
  );
}
