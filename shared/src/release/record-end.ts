import { failureOf } from './failure.ts';
import type { ReleaseEnd } from './release-history.ts';
import type { ReleaseRecord } from './release-record.ts';
import type { ReleaseWork } from './release-work.ts';

/**
 * Records how a bad revision ended. That this fails changes nothing about the end, which must be told
 * all the same, so it is a warning; the next run then finds the revision unfinished.
 */
export async function recordEnd(
  { context, history, signal }: Pick<ReleaseWork, 'context' | 'history' | 'signal'>,
  record: ReleaseRecord,
  end: ReleaseEnd,
): Promise<void> {
  try {
    await history.finish(record, end, signal);
  } catch (error) {
    signal.throwIfAborted();
    const { reason } = failureOf(error);
    context.log.warning(
      `How revision ${record.revision} ended could not be recorded: ${reason}. The next run takes it for an unfinished one.`,
    );
  }
}
