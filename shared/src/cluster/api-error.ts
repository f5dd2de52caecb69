import type { ObjectReference } from './kube-object.ts';

/** What was asked of the API server when it refused. */
export interface ApiCall {
  /** The RBAC verb: get, list, watch, create, update, patch, delete. */
  readonly verb: string;
  /** Group and plural resource as RBAC names them, `deployments.apps`, or the path for anything else. */
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** One entry of a Status' `details.causes`: for a conflict, a field and the manager that owns it. */
export interface ApiErrorCause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

/** The API server refused a call, or could not be reached (`status` 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** The Status object's `reason`: NotFound, Forbidden, Conflict, Invalid … */
  readonly reason: string;
  readonly call: ApiCall;
  readonly causes: readonly ApiErrorCause[];
  /** What the user can do about it, as one sentence. */
  readonly hint: string | undefined;

  constructor(
    message: string,
    facts: {
      readonly status: number;
      readonly reason: string;
      readonly call: ApiCall;
      readonly causes?: readonly ApiErrorCause[];
      readonly hint?: string;
      readonly cause?: unknown;
    },
  ) {
    super(message, { cause: facts.cause });
    this.status = facts.status;
    this.reason = facts.reason;
    this.call = facts.call;
    this.causes = facts.causes ?? [];
    this.hint = facts.hint;
  }
}

/** Whether `thrown` is the API server's answer with one of these HTTP statuses. */
export function isApiError(thrown: unknown, ...statuses: readonly number[]): thrown is ApiError {
  return thrown instanceof ApiError && (statuses.length === 0 || statuses.includes(thrown.status));
}

/** `Deployment web in namespace shop`, or without the namespace where there is none. */
export function describeReference(reference: Omit<ObjectReference, 'apiVersion'>): string {
  const place = reference.namespace === undefined ? '' : ` in namespace ${reference.namespace}`;
  return `${reference.kind} ${reference.name}${place}`;
}
