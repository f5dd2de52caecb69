import type { OpeningFacts } from '../src/opening.ts';

/** A first run with a canary that nobody has seen before. */
export const someFacts: OpeningFacts = {
  mode: 'run',
  steps: [5, 20, 50, 100].map((weight) => ({ weight, soak: 1000, minRequests: 0 })),
  promote: true,
  retry: false,
  record: undefined,
  canaryRevision: 'aaaa',
  percent: 0,
  rejected: undefined,
  promoted: undefined,
};
