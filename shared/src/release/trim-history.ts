import { isApiError } from '../cluster/api-error.ts';
import type { ReleaseWork } from './release-work.ts';

/**
 * Deletes all but the newest `limit` revisions; that this fails says nothing about the release, so it
 * is a warning.
 */
export async function trimHistory(
  { context, history, signal }: Pick<ReleaseWork, 'context' | 'history' | 'signal'>,
  limit: number,
): Promise<void> {
  try {
    await history.trim(limit, signal);
  } catch (error) {
    if (!isApiError(error)) throw error;
    context.log.warning(`Old revisions could not be deleted: ${error.message}`);
  }
}
