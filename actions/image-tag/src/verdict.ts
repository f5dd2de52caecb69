/** How naming a build ends; `invalid` also where the clone or the event lacks what is needed. */
export type Verdict = 'tagged' | 'invalid';
