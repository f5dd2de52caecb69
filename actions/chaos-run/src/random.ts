import { createHash } from 'node:crypto';

/** A source of choices that repeat with the same seed. */
export interface Random {
  /** So many of the items, without one twice, in random order. */
  sample<Item>(items: readonly Item[], count: number): readonly Item[];
}

/** Choices that depend on nothing but the seed and the calls before (counter mode over SHA-256). */
export function seededRandom(seed: string): Random {
  let calls = 0;
  const below = (bound: number): number => {
    const digest = createHash('sha256').update(`${seed}\n${calls}`).digest();
    calls += 1;
    // 48 bits over at most thousands of items: the bias of the remainder is below 2^-30.
    return digest.readUIntBE(0, 6) % bound;
  };
  return {
    sample: (items, count) => {
      const rest = [...items];
      const chosen = [];
      while (chosen.length < count && rest.length > 0) {
        chosen.push(...rest.splice(below(rest.length), 1));
      }
      return chosen;
    },
  };
}
