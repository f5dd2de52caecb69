import {
  InterruptedError,
  PreconditionError,
  VerdictError,
} from '@kube-delivery/shared/action/errors';
import { ApiError, describeReference } from '@kube-delivery/shared/cluster/api-error';
import { LockLostError } from '@kube-delivery/shared/cluster/held-lock';
import { RouteChangedError } from '@kube-delivery/shared/traffic/traffic-router';
import type { Conclusion } from './result.ts';
import type { Session } from './session.ts';
import { badVerdicts } from './verdict.ts';

/**
 * What a failure means for a run that may have moved traffic already; undefined for what is not its
 * own to judge: wrong inputs, a cancelled job, a bug.
 */
export function concludeFailure(session: Session, thrown: unknown): Conclusion | undefined {
  const { context, keeper, signal } = session;
  if (context.signal.reason instanceof InterruptedError) return undefined;
  const lost: unknown = signal.aborted ? signal.reason : thrown;
  if (lost instanceof LockLostError) return conclusion('lost-lock', lost.message, lost.hint);
  if (thrown instanceof RouteChangedError) return concludeForeignEdit(session, thrown);
  if (thrown instanceof VerdictError) {
    const verdict = badVerdicts.find((bad) => bad === thrown.verdict);
    return verdict && conclusion(verdict, thrown.message, thrown.hint);
  }
  if (thrown instanceof PreconditionError || thrown instanceof ApiError) {
    if (keeper.record === undefined) return conclusion('invalid', thrown.message, thrown.hint);
    const hint = thrown.hint === undefined ? '' : `${thrown.hint.replace(/\.$/, '')}. `;
    return conclusion('held', thrown.message, `${hint}${whatRemains}`);
  }
  return undefined;
}

const whatRemains =
  'Traffic was left where it is: run the job again to go on, or mode abort to go back';

function concludeForeignEdit(
  { keeper }: Session,
  { message, view, what }: RouteChangedError,
): Conclusion {
  const route = describeReference(keeper.router.route);
  if (what === 'record') {
    return conclusion('lost-lock', `${route}: ${message}`, 'Look at what the other run does');
  }
  const editor = view.otherEditor ?? 'somebody using the name of this suite';
  const reason = `the weights of ${route} were changed meanwhile by ${editor}: ${message}`;
  return conclusion('held', reason, whatRemains);
}

function conclusion(
  verdict: Conclusion['verdict'],
  reason: string,
  hint: string | undefined,
): Conclusion {
  return { verdict, reason, ...(hint === undefined ? {} : { hint }) };
}
