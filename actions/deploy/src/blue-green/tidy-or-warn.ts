import { isApiError } from '@kube-delivery/shared/cluster/api-error';
import type { Session } from '../session.ts';

/**
 * Clears up after a release. That the server does not allow it says nothing about the release, so that
 * it is a warning of `what` could not be done, and the next run tries again.
 */
export async function tidyOrWarn<Result>(
  { context, signal }: Pick<Session, 'context' | 'signal'>,
  what: string,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    if (!isApiError(error)) throw error;
    context.log.warning(`${what}: ${error.message}`);
    return undefined;
  }
}
