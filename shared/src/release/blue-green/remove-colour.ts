import { identityOf } from '../../manifests/manifest.ts';
import { deleteAll } from '../delete-all.ts';
import type { ReleaseWork } from '../release-work.ts';
import { planOf } from './prepare-colour.ts';
import type { PreparedColour } from './prepare-colour.ts';
import { readColours, servicesTo } from './read-colours.ts';
import { scaleDown } from './scale-down.ts';

/**
 * Takes a colour away that did not become good. Green, which nobody declared, is deleted with all that
 * belongs to it; blue keeps its objects and has no pods. Counts what was deleted. Where a Service leads
 * to the colour it is left as it is.
 */
export async function removeColour(
  work: Pick<ReleaseWork, 'cluster' | 'context' | 'signal'>,
  prepared: PreparedColour,
): Promise<number> {
  const { colour } = prepared.painting;
  const { pair } = prepared.colours;
  const present = await readColours(work.cluster, pair, work.signal);
  const leading = servicesTo(present, present.deployments[colour]);
  const preview = planOf(prepared, 'preview').objects.map(({ reference }) => reference);
  if (leading.length > 0) {
    work.context.log.warning(
      `Service ${leading.map(({ metadata }) => metadata.name).join(', ')} leads to ${colour}, which stays`,
    );
    return 0;
  }
  if (colour === 'blue') {
    await scaleDown(work, pair, 'blue');
    return deleteAll(work, preview);
  }
  const own = planOf(prepared, 'colour').objects.map(({ reference }) => reference);
  const all = new Map([...preview, ...own].map((each) => [identityOf(each), each]));
  return deleteAll(work, [...all.values()]);
}
