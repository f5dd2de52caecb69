import { messageOf } from '@kube-delivery/shared/action/errors';

/** Why a connection failed: of a host with several addresses what the first one gave. */
export function failureText(error: unknown): string {
  if (error instanceof AggregateError) return failureText((error.errors as readonly unknown[])[0]);
  return messageOf(error);
}
