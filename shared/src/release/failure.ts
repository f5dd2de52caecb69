import { PreconditionError } from '../action/errors.ts';
import { isApiError } from '../cluster/api-error.ts';
import type { Diagnosis } from '../cluster/readiness.ts';
import { DeadlineError } from '../time/deadline.ts';

/** Why a release did not become good. */
export interface Failure {
  readonly reason: string;
  readonly hint?: string;
  readonly diagnoses: readonly Diagnosis[];
  /** `migration` where a migration failed, and no workload was written. */
  readonly step?: 'migration';
}

/** What a thrown error says about the release; throws again what says nothing about it. */
export function failureOf(error: unknown): Failure {
  if (isApiError(error) || error instanceof PreconditionError) {
    const { message, hint } = error;
    return { reason: message, ...(hint === undefined ? {} : { hint }), diagnoses: [] };
  }
  if (error instanceof DeadlineError) return { reason: error.message, diagnoses: [] };
  throw error;
}
