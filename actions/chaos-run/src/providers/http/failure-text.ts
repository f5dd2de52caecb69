import { messageOf } from '@kube-delivery/shared/action/errors';
import { stringAt, valueAt } from '@kube-delivery/shared/json/json';

/** Why a connection failed: of a host with several addresses what the first one gave. */
export function failureText(error: unknown): string {
  return messageOf(firstOf(error));
}

/** The code of a failure, such as `ECONNREFUSED`; empty without one. */
export function failureCode(error: unknown): string {
  return stringAt(firstOf(error), 'code') ?? '';
}

function firstOf(error: unknown): unknown {
  return valueAt(error, 'errors', 0) ?? error;
}
