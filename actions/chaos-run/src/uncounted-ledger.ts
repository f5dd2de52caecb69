import { Ledger } from './ledger.ts';
import type { TargetEntry } from './ledger.ts';

/** Notes in another ledger without counting effects: what a rollback does is not what the method did. */
export class UncountedLedger extends Ledger {
  readonly #notes: Ledger;

  constructor(notes: Ledger) {
    super();
    this.#notes = notes;
  }

  override get targets(): readonly TargetEntry[] {
    return this.#notes.targets;
  }

  override note(entry: TargetEntry): void {
    this.#notes.note(entry);
  }

  override countEffect(): void {
    // Nothing.
  }
}
