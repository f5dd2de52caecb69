import type { Attempt, Round } from '../src/attempt.ts';

/** An attempt that passed, but for what is given. */
export function attempt(given: Partial<Attempt> = {}): Attempt {
  return {
    check: 'health',
    place: 'pod web-0',
    pod: 'web-0',
    latency: 4,
    problems: [],
    unreachable: false,
    ...given,
  };
}

/** A round of one good attempt, but for what is given. */
export function round(given: Partial<Round> = {}): Round {
  return { attempts: [attempt()], problems: [], wrongImages: [], nobodyThere: false, ...given };
}

/** A round in which the one check failed. */
export function badRound(problem = 'status is 500, not 2xx'): Round {
  return round({ attempts: [attempt({ problems: [problem] })] });
}
