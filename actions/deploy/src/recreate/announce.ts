import { messageOf } from '@kube-delivery/shared/action/errors';
import { sendRequest } from '@kube-delivery/shared/http-check/send-request';
import { startDeadline } from '@kube-delivery/shared/time/deadline';
import type { Session } from '../session.ts';
import type { Announcement } from './announcement.ts';

/** A deploy announces twice, and may be kept waiting for 10 s in all. */
const longest = 5000;

/**
 * Tells the `announce-webhook` what happens to the release; without one there is nothing to do. That
 * it does not take it within 5 s is a warning: a deploy does not depend on who listens.
 */
export async function announce(
  { context, inputs, signal }: Session,
  announcement: Announcement,
): Promise<void> {
  const url = inputs.recreate.announceWebhook;
  if (url === undefined) return;
  const warn = (why: string): void => {
    // The path of a webhook's URL is what others could post with.
    context.log.warning(
      `The announce-webhook at ${url.origin} did not take "${announcement.event}": ${why}. The deploy goes on.`,
    );
  };
  const deadline = startDeadline(context.clock, longest, 'the announcement', signal);
  try {
    const { status } = await sendRequest(
      { kind: 'url', url, addresses: { allowPrivate: true } },
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'kube-delivery' },
        body: JSON.stringify(announcement),
      },
      context.clock,
      deadline.signal,
    );
    if (status < 200 || status > 299) warn(`it answered ${status}`);
    else context.log.info(`announced: ${announcement.event}`);
  } catch (error) {
    signal.throwIfAborted();
    warn(messageOf(error));
  } finally {
    deadline.cancel();
  }
}
