import { referenceTo } from '../../manifests/manifest.ts';
import { deleteAll } from '../delete-all.ts';
import type { ReleaseWork } from '../release-work.ts';
import type { ColourPair } from './blue-green-record.ts';
import type { Painting } from './paint.ts';
import { readColours, servicesTo } from './read-colours.ts';
import { scaleDown } from './scale-down.ts';

/**
 * Takes a colour away that did not become good. Green, which nobody declared, is deleted with all that
 * belongs to it; blue keeps its objects and has no pods. Counts what was deleted. Where a Service leads
 * to the colour it is left as it is.
 */
export async function removeColour(
  work: Pick<ReleaseWork, 'cluster' | 'context' | 'signal'>,
  pair: ColourPair,
  { colour, objects }: Pick<Painting, 'colour' | 'objects'>,
): Promise<number> {
  const present = await readColours(work.cluster, pair, work.signal);
  const leading = servicesTo(present, present.deployments[colour]);
  if (leading.length > 0) {
    work.context.log.warning(
      `Service ${leading.map(({ metadata }) => metadata.name).join(', ')} leads to ${colour}, which stays`,
    );
    return 0;
  }
  const references = objects
    .filter(({ stage }) => stage === 'preview' || (stage === 'colour' && colour === 'green'))
    .map(({ object }) => referenceTo(object));
  if (colour === 'blue') await scaleDown(work, pair, 'blue');
  return deleteAll(work, references);
}
