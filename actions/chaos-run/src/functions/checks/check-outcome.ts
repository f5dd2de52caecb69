import type { CheckAnswer } from '@kube-delivery/shared/http-check/ask-check';
import type { Json } from '@kube-delivery/shared/json/json';

/** What one place answered. */
export interface PlaceAnswer extends CheckAnswer {
  /** `pod web-1`, or the URL without its secrets. */
  readonly place: string;
}

/**
 * The output of our probes where something was asked: `{passed, reason, latency_ms, asked}`. The reason
 * is empty where every answer was good; the latency, in milliseconds, is the longest of all answers, null
 * where none came.
 */
export function outcomeOf(answers: readonly PlaceAnswer[]): Json {
  const wrong = answers.filter(({ problems }) => problems.length > 0);
  const latencies = answers.flatMap(({ latency }) => (latency === undefined ? [] : [latency]));
  return {
    passed: wrong.length === 0,
    reason: reasonOf(wrong),
    latency_ms: latencies.length === 0 ? null : rounded(Math.max(...latencies)),
    asked: answers.map(({ place, latency, problems }) => ({
      place,
      passed: problems.length === 0,
      latency_ms: latency === undefined ? null : rounded(latency),
      problems,
    })),
  };
}

/** What was wrong, with all the places where just this was. */
function reasonOf(wrong: readonly PlaceAnswer[]): string {
  const places = new Map<string, string[]>();
  for (const { place, problems } of wrong) {
    const what = problems.join('; ');
    const known = places.get(what);
    if (known === undefined) places.set(what, [place]);
    else known.push(place);
  }
  return [...places].map(([what, where]) => `${where.join(', ')}: ${what}`).join('; ');
}

/** The output where nobody could be asked, or nothing needs to be: passed unless there is a reason. */
export function plainOutcome(reason: string): Json {
  return { passed: reason === '', reason, latency_ms: null, asked: [] };
}

function rounded(milliseconds: number): number {
  return Number(milliseconds.toFixed(1));
}
