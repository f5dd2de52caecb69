import type { Json } from '@kube-delivery/shared/json/json';
import { ActivityCrashedError } from '../../activity-failed.ts';

/** Milliseconds; 0 is no limit, as undici has it. */
export interface HttpTimeouts {
  readonly connect: number;
  /** Between two pieces of the answer, and before its first. */
  readonly read: number;
}

/**
 * The limits of a provider's substituted `timeout`: seconds, or [connect, read], either of which may be
 * null for no limit. Throws an ActivityCrashedError for what requests refuses: texts, and 0 or less.
 */
export function httpTimeouts(timeout: Json): HttpTimeouts {
  if (!Array.isArray(timeout)) return { connect: limit(timeout), read: limit(timeout) };
  const [connect, read, ...rest] = timeout as readonly Json[];
  if (connect === undefined || read === undefined || rest.length > 0) throw wrong();
  return { connect: limit(connect), read: limit(read) };
}

function limit(timeout: Json): number {
  if (timeout === null) return 0;
  if (typeof timeout !== 'number' || timeout <= 0) throw wrong();
  return Math.max(1, Math.round(timeout * 1000));
}

function wrong(): ActivityCrashedError {
  return new ActivityCrashedError(
    'the timeout of a request is a number of seconds above 0, or a list of two: to connect and to read',
  );
}
