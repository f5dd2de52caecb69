import type { JsonObject } from '@kube-delivery/shared/json/json';

/** One object that a fault hit or could have hit. */
export interface TargetEntry {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  /** Whether it may be hit (`discover`), or was. */
  readonly in: boolean;
  /** Why it was left out; for one that was hit, what was done to it. */
  readonly reason: string;
  /** The function or fault. */
  readonly act: string;
  /** When it was decided; ISO 8601. */
  readonly at: string;
}

/** What a run did to the cluster, and what it left alone. */
export class Ledger {
  readonly #targets: TargetEntry[] = [];
  #effects = 0;
  #refusal: string | undefined;

  /** Everything noted so far, oldest first; an object once for each act and outcome. */
  get targets(): readonly TargetEntry[] {
    return this.#targets;
  }

  /** How many acts had an effect: something of the cluster, or outside of it, was changed. */
  get effects(): number {
    return this.#effects;
  }

  /** Why an act of the method hit nothing, the first that did; undefined where none did. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** Notes why an act hit nothing. */
  noteRefusal(reason: string): void {
    this.#refusal ??= reason;
  }

  /** Notes that an object is in or out. */
  note(entry: TargetEntry): void {
    const isKnown = this.#targets.some(
      (known) => known.act === entry.act && known.reason === entry.reason && isSame(known, entry),
    );
    if (!isKnown) this.#targets.push(entry);
  }

  /** Counts an act that had an effect. */
  countEffect(): void {
    this.#effects += 1;
  }
}

function isSame(a: TargetEntry, b: TargetEntry): boolean {
  return a.kind === b.kind && a.namespace === b.namespace && a.name === b.name && a.in === b.in;
}

/** The entry as the output `targets` and the report show it. */
export function targetJson(entry: TargetEntry): JsonObject {
  // Key by key: whatever else an entry might carry, as a pod with its environment, is not for outputs.
  const { kind, namespace, name, in: isIn, reason, act, at } = entry;
  return { kind, namespace: namespace ?? null, name, in: isIn, reason, act, at };
}
