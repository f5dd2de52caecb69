import { standingRevisions } from './revision-guard-standing.ts';
import type { Ancestry } from './revision-guard-ancestry.ts';
import type { ReleaseRecord } from './release-record.ts';

/** A run and the commit that it deploys. */
export type DeployRun = ReleaseRecord['run'];

/** How the commit of one run stands to that of another, and why; the reason names both. */
export interface RevisionJudgement {
  readonly order: 'newer' | 'same' | 'older' | 'unknown';
  readonly reason: string;
}

/** Why a run may not deploy its commit, and what to do. */
export interface OlderRevision {
  readonly reason: string;
  readonly hint: string;
}

/**
 * Whether `candidate` brings a newer or an older commit than `standing`, the run of a revision that is
 * there. There is an order only on one ref. A re-run of an older run is older; else ancestry tells
 * where it is known, else the number of the run.
 */
export function judgeRevision(
  candidate: DeployRun,
  standing: DeployRun,
  ancestry: Ancestry,
): RevisionJudgement {
  const [ours, theirs] = [describeRun(candidate), describeRun(standing)];
  if (candidate.commit === '' || standing.commit === '') {
    return { order: 'unknown', reason: 'a run did not tell its commit' };
  }
  if (candidate.ref !== standing.ref || candidate.ref === '') {
    return {
      order: 'unknown',
      reason: `${ours} is of ${candidate.ref || 'no ref'} and ${theirs} of ${standing.ref || 'no ref'}`,
    };
  }
  if (candidate.commit === standing.commit) {
    return { order: 'same', reason: `${ours} and ${theirs} are the same commit` };
  }
  const byRun = compareRuns(candidate, standing);
  if (byRun === 'older' && candidate.attempt > 1) {
    return {
      order: 'older',
      reason: `${ours} is older than ${theirs}: an older run was run again`,
    };
  }
  switch (ancestry) {
    case 'ancestor':
      return { order: 'older', reason: `${ours} is older than ${theirs}, which builds on it` };
    case 'descendant':
      return { order: 'newer', reason: `${ours} builds on ${theirs}` };
    case 'apart':
    case 'unknown':
      break;
  }
  if (byRun === 'unknown') {
    return { order: 'unknown', reason: `nothing tells which of ${ours} and ${theirs} is older` };
  }
  const why = ancestry === 'apart' ? 'neither builds on the other' : 'the clone has not both';
  return { order: byRun, reason: `${ours} is ${byRun} than ${theirs} by its run, as ${why}` };
}

/**
 * Why deploying `candidate` would put an older commit over a newer one of the same ref; undefined where
 * it would not, or where nothing tells. `ancestryOf` is asked how the commit of `candidate` stands to
 * another one.
 */
export async function findOlderRevision(
  records: readonly ReleaseRecord[],
  candidate: DeployRun,
  ancestryOf: (commit: string) => Promise<Ancestry>,
): Promise<OlderRevision | undefined> {
  for (const { release, revision, run } of standingRevisions(records)) {
    const isOrdered = candidate.ref === run.ref && candidate.commit !== run.commit;
    const ancestry = isOrdered ? await ancestryOf(run.commit) : 'unknown';
    const { order, reason } = judgeRevision(candidate, run, ancestry);
    if (order !== 'older') continue;
    return {
      reason: `${reason}; the newer one is revision ${revision} of release ${release}, on the same ref ${run.ref}`,
      hint: 'Run the newest job of this ref again, go back with the rollback action, or set allow-older: true',
    };
  }
  return undefined;
}

/**
 * Runs are numbered within their workflow, while ids grow over all of them: where the two disagree,
 * the runs are of different workflows, and their numbers say nothing.
 */
function compareRuns(candidate: DeployRun, standing: DeployRun): 'newer' | 'older' | 'unknown' {
  if (candidate.number === undefined || standing.number === undefined) return 'unknown';
  const byNumber = Math.sign(candidate.number - standing.number);
  const byId = Math.sign(Number(candidate.id) - Number(standing.id));
  if (byNumber === 0 || byId === -byNumber) return 'unknown';
  return byNumber > 0 ? 'newer' : 'older';
}

function describeRun({ attempt, commit, id, number }: DeployRun): string {
  const name = number === undefined ? id : String(number);
  const again = attempt > 1 ? `, attempt ${attempt}` : '';
  return `commit ${commit.slice(0, 12)}${name === '' ? '' : ` of run ${name}${again}`}`;
}
