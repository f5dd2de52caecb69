import { isApiError } from '@kube-delivery/shared/cluster/api-error';
import type { Session } from './session.ts';

/** Deletes surplus revisions; that this fails says nothing about the release, so it is a warning. */
export async function trimHistory({ context, history, inputs, signal }: Session): Promise<void> {
  try {
    await history.trim(inputs.historyLimit, signal);
  } catch (error) {
    if (!isApiError(error)) throw error;
    context.log.warning(`Old revisions could not be deleted: ${error.message}`);
  }
}
