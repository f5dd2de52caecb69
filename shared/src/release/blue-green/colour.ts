import { greenTwin, twinName } from '../twin/twin.ts';

/**
 * Where a release's pods stand: `blue` under the declared names, `green` beside it under names of
 * their own. Releases alternate, so that neither is the old or the coming one for good.
 */
export type Colour = 'blue' | 'green';

/** The colour that a release moves to from `colour`. */
export function otherColour(colour: Colour): Colour {
  return colour === 'blue' ? 'green' : 'blue';
}

/** What the object declared as `name` is called in a colour. */
export function nameIn(colour: Colour, name: string): string {
  return colour === 'blue' ? name : twinName(greenTwin, name);
}

/** The Service on which the colour that is coming up can be asked before `service` leads to it. */
export function previewName(service: string): string {
  return `${service}-preview`;
}
