/** Bounds of a proportion, from 0 to 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Halvings of the search; 60 leave an error below 1e-18. */
const halvings = 60;

/**
 * The exact interval of Clopper and Pearson (Biometrika 26, 1934) for the chance of an event that
 * was seen `hits` times in `trials`: it covers the true value with at least `confidence`, also for
 * small counts and for shares near 0 and 1. Without trials everything is possible.
 */
export function binomialInterval(hits: number, trials: number, confidence: number): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const tail = (1 - confidence) / 2;
  const logFactorials = logFactorialsUpTo(trials);
  return {
    low:
      hits === 0
        ? 0
        : search((chance) => 1 - atMost(hits - 1, trials, chance, logFactorials) > tail),
    high:
      hits === trials ? 1 : search((chance) => atMost(hits, trials, chance, logFactorials) < tail),
  };
}

/** The smallest chance at which `isAbove` holds; it must change once, from false to true. */
function search(isAbove: (chance: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (let turn = 0; turn < halvings; turn += 1) {
    const middle = (low + high) / 2;
    if (isAbove(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/** The chance of at most `hits` events in `trials`. */
function atMost(
  hits: number,
  trials: number,
  chance: number,
  logFactorials: readonly number[],
): number {
  const logOf = (index: number): number => logFactorials[index] ?? 0;
  let sum = 0;
  for (let count = 0; count <= hits; count += 1) {
    const ways = logOf(trials) - logOf(count) - logOf(trials - count);
    sum += Math.exp(ways + count * Math.log(chance) + (trials - count) * Math.log1p(-chance));
  }
  return Math.min(1, sum);
}

function logFactorialsUpTo(most: number): readonly number[] {
  const logs = [0];
  for (let number = 1; number <= most; number += 1) {
    logs.push((logs[number - 1] ?? 0) + Math.log(number));
  }
  return logs;
}
