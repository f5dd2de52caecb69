import { canaryOfMark, marksPrefix } from '../marks.ts';

/** A second set of objects that stands beside declared ones, under names and labels of its own. */
export interface Twin {
  /** Ends its names and the values of its labels. */
  readonly suffix: string;
  /** The label that all its pods carry, with the suffix as its value. */
  readonly label: string;
  /** The annotation that all its objects carry, with the declared name as its value. */
  readonly ofMark: string;
}

/** Carried by every canary pod, so that it can be told from a stable one. */
export const trackLabel = `${marksPrefix}track`;

/** On everything that was made for the other colour: the declared name of what it stands beside. */
export const colourOfMark = `${marksPrefix}colour-of`;

/** A canary beside the stable workload. */
export const canaryTwin: Twin = { suffix: 'canary', label: trackLabel, ofMark: canaryOfMark };

/** The other colour, beside the declared workload. */
export const greenTwin: Twin = {
  suffix: 'green',
  label: `${marksPrefix}colour`,
  ofMark: colourOfMark,
};

/** What the twin of the object `name` is called. */
export function twinName({ suffix }: Twin, name: string): string {
  return `${name}-${suffix}`;
}
