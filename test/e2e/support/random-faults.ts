import type { Fault, FaultRule } from './fault-proxy.ts';

/** How bad the way to the API server is. */
export interface RandomFaults {
  /** The same seed draws the same faults. */
  readonly seed: number;
  /** Of all calls, the share that fails; from 0 to 1. */
  readonly share: number;
}

const slowShare = 0.15;
const cutShare = 0.3;
const goneShare = 0.1;

const gone = JSON.stringify({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  reason: 'Expired',
  message: 'too old resource version',
  code: 410,
});

const failures: readonly Fault[] = [
  { kind: 'answer', status: 429, headers: { 'retry-after': '1' } },
  { kind: 'answer', status: 500 },
  { kind: 'answer', status: 503 },
  { kind: 'reset' },
  { kind: 'lose answer' },
];

/**
 * Faults as a bad network and a server under load make them: calls that fail before or after the server
 * acted, slow answers of 200 to 1500 ms, watches that are cut or answered 410.
 */
export function randomFaults({ seed, share }: RandomFaults): FaultRule {
  const random = mulberry32(seed);
  return (asked) => {
    // Drawn in any case, so that one decision does not move all that follow.
    const [chance, which, time] = [random(), random(), random()] as const;
    if (asked.includes('watch=')) {
      if (chance < goneShare) return { kind: 'answer', status: 410, body: gone };
      return chance < goneShare + cutShare ? { kind: 'cut', after: 200 + time * 3_000 } : undefined;
    }
    if (chance < share) return failures[Math.floor(which * failures.length)];
    if (chance > 1 - slowShare) {
      const delay = 200 + time * 1_300;
      return {
        kind: 'hold',
        until: () => new Promise((resolve) => setTimeout(resolve, delay)),
      };
    }
    return undefined;
  };
}

/** A small generator of numbers from 0 to 1 (Tommy Ettinger's mulberry32). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
