import { recordRun } from '@kube-delivery/shared/release/record-run';
import type { ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import { ancestryOf } from '@kube-delivery/shared/release/revision-guard-ancestry';
import { findOlderRevision } from '@kube-delivery/shared/release/revision-guard';
import { factsOf } from '@kube-delivery/shared/release/release-record';
import type { Ending } from './ending.ts';
import type { Session } from './session.ts';

/**
 * The ending of a run that would put an older commit over a newer one of the same ref; undefined where
 * it would not, where nothing tells, and where the guard is off. Writes nothing.
 */
export async function refuseOlderRevision(
  { context, inputs, signal }: Session,
  records: readonly ReleaseRecord[],
): Promise<Ending | undefined> {
  if (!inputs.revisionGuard) return undefined;
  const candidate = recordRun(context.run);
  const world = { ...context, signal };
  const older = await findOlderRevision(records, candidate, (commit) =>
    ancestryOf(candidate.commit, commit, context.run.workspace, world),
  );
  if (older === undefined) return undefined;
  const revision = factsOf(records).running?.revision;
  const plan = { objects: [], refusals: [] };
  return { ...older, verdict: 'conflict', plan, revision, previousRevision: revision };
}
