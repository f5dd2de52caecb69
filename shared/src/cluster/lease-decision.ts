import { parseHolder } from './lock-holder.ts';
import type { LockHolder } from './lock-holder.ts';

/** A Lease as it was found. */
export interface LeaseFacts {
  /** The `holderIdentity`; empty when nobody holds it. */
  readonly identity: string;
  /** Milliseconds for which a holder may be silent. */
  readonly duration: number;
  /** Milliseconds for which we have seen it unchanged, without a gap. */
  readonly unchanged: number;
}

/** What one who wants the lock does about it. */
export type LeaseDecision =
  | { readonly step: 'create' }
  | { readonly step: 'take'; readonly why: 'free' | 'expired' | 'earlier attempt' }
  | { readonly step: 'wait' };

/**
 * Whether a lock can be had. Expiry is judged by having watched the lease stand still for its whole
 * duration (as client-go does), never by the other machine's clock. An earlier attempt of the same
 * run is dead, as GitHub starts the next one only then.
 */
export function decideLease(lease: LeaseFacts | undefined, self: LockHolder): LeaseDecision {
  if (lease === undefined) return { step: 'create' };
  if (lease.identity === '') return { step: 'take', why: 'free' };
  const holder = parseHolder(lease.identity);
  if (
    holder !== undefined &&
    holder.runId !== '' &&
    holder.runId === self.runId &&
    holder.attempt < self.attempt
  ) {
    return { step: 'take', why: 'earlier attempt' };
  }
  return lease.unchanged >= lease.duration ? { step: 'take', why: 'expired' } : { step: 'wait' };
}
