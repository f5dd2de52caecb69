import { VerdictError } from '@kube-delivery/shared/action/errors';
import { revisionOf } from './revision.ts';
import { deployment, presentRecord } from './session.ts';
import type { Session } from './session.ts';

/** Another revision was deployed in the canary's place while it was being shifted. */
export class SupersededError extends VerdictError<'superseded'> {
  constructor(message: string) {
    super('superseded', message, { hint: 'The run of the later revision goes on from here' });
  }
}

/** Throws unless the canary is still the revision that is being shifted. */
export async function checkRevision(session: Session): Promise<void> {
  const { revision, workloads } = presentRecord(session);
  const reference = deployment(session, workloads.canary);
  const canary = await session.cluster.read(reference, session.signal);
  const present = canary && revisionOf(canary);
  if (present === revision) return;
  throw new SupersededError(
    present === undefined
      ? `Deployment ${workloads.canary} is gone`
      : `revision ${present} was deployed in place of ${revision}`,
  );
}
