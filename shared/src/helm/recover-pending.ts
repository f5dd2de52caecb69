import { PreconditionError, VerdictError } from '../action/errors.ts';
import { formatDuration } from '../time/duration.ts';
import type { HistoryFacts } from '../release/release-record.ts';
import type { ReleaseWork } from '../release/release-work.ts';
import type { HelmClient, HelmOutcome, HelmWriteOptions } from './helm-client.ts';
import type { HelmRevision } from './helm-revision.ts';
import { decidePending, foreignPatience } from './pending-release.ts';
import type { PendingDecision } from './pending-release.ts';

const pollMs = 1000;

/** What the recovery of a release needs to know. */
export interface RecoveryOptions {
  /** For how long somebody else's Helm is waited for, in milliseconds. */
  readonly waitFor: number;
  readonly write: Omit<HelmWriteOptions, 'signal' | 'force'>;
}

/**
 * Ends what a killed run left half done: Helm goes back to the revision that was deployed, without
 * hooks, or deletes a release that never was. A VerdictError `conflict` where somebody else's Helm is at
 * work; a PreconditionError where Helm cannot do it. Gives Helm's revisions as they are afterwards.
 */
export async function recoverPending(
  { context, release, signal }: Pick<ReleaseWork, 'context' | 'release' | 'signal'>,
  helm: HelmClient,
  facts: Pick<HistoryFacts, 'pending'>,
  options: RecoveryOptions,
): Promise<readonly HelmRevision[]> {
  const { clock, log } = context;
  const begun = clock.elapsed();
  for (;;) {
    const revisions = await helm.history(signal);
    const decision = decidePending(revisions, facts.pending, clock.now());
    switch (decision.kind) {
      case 'nothing':
        return revisions;
      case 'wait':
        if (clock.elapsed() - begun >= options.waitFor) throw atWork(release, decision.pending);
        log.progress(`Waiting for another Helm: ${describe(release, decision.pending)}`);
        await clock.sleep(pollMs, signal);
        break;
      case 'rollback':
      case 'uninstall':
        log.notice(`${noticeOf(release, decision)}.`);
        mustHaveWorked(release, decision, await undo(helm, decision, { ...options.write, signal }));
    }
  }
}

type Undoing = Extract<PendingDecision, { readonly kind: 'rollback' | 'uninstall' }>;

function undo(
  helm: HelmClient,
  decision: Undoing,
  write: Omit<HelmWriteOptions, 'force'>,
): Promise<HelmOutcome> {
  if (decision.kind === 'uninstall') return helm.uninstall(write);
  const force = decision.to.appliedBy === 'server';
  return helm.rollback(decision.to.revision, { ...write, force, hooks: false });
}

function noticeOf(release: string, decision: Undoing): string {
  const left = `${describe(release, decision.pending)}, left by a run that was killed`;
  return decision.kind === 'uninstall'
    ? `${left}; it was never deployed, so it is deleted and installed anew`
    : `${left}; Helm goes back to its revision ${decision.to.revision} first`;
}

function mustHaveWorked(release: string, decision: Undoing, outcome: HelmOutcome): void {
  if (outcome.ok) return;
  const what = describe(release, decision.pending);
  throw new PreconditionError(`${what}, and Helm could not undo that: ${outcome.message}`, {
    hint: `See helm history ${release}, and bring it to an end by helm rollback`,
  });
}

function atWork(release: string, pending: HelmRevision): VerdictError {
  const since = pending.writtenAt.toISOString();
  return new VerdictError('conflict', `${describe(release, pending)} since ${since}`, {
    hint: `Wait for the Helm that is at work; what has not moved for ${formatDuration(foreignPatience)} is undone`,
  });
}

function describe(release: string, { revision, status }: HelmRevision): string {
  return `Helm's revision ${revision} of release ${release} is ${status}`;
}
