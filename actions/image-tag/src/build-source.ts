import type { RunFacts } from '@kube-delivery/shared/action/run-facts';
import { numberAt, objectAt, stringAt } from '@kube-delivery/shared/json/json';
import type { JsonObject } from '@kube-delivery/shared/json/json';

/** What a workflow run builds, as its event tells. */
export interface BuildSource {
  /** The full commit id; undefined where `shaField` holds none. */
  readonly sha: string | undefined;
  /** Where the commit id stands: `GITHUB_SHA`, or a field of the event's payload. */
  readonly shaField: string;
  readonly branch: string | undefined;
  readonly pullRequest: number | undefined;
  /** The git tag that was pushed or released. */
  readonly gitTag: string | undefined;
  /** When the event says that the commit was made; for a pull request when its head changed last. */
  readonly date: Date | undefined;
}

/**
 * Understands the event of a run. GITHUB_SHA is the commit that is built, except: on a pull request
 * it is a merge commit that no history keeps, and on workflow_run the default branch's newest.
 */
export function readBuildSource(run: RunFacts): BuildSource {
  const { event, eventName } = run;
  if (eventName.startsWith('pull_request')) return pullRequestSource(event, run.headRef);
  if (eventName === 'workflow_run') return workflowRunSource(event);
  if (eventName === 'merge_group') {
    const base = stringAt(event, 'merge_group', 'base_ref') ?? '';
    return {
      sha: commitId(stringAt(event, 'merge_group', 'head_sha') ?? run.sha),
      shaField: 'merge_group.head_sha',
      branch: afterPrefix(base, 'refs/heads/') ?? nonEmpty(base),
      pullRequest: undefined,
      gitTag: undefined,
      date: dateAt(event, 'merge_group', 'head_commit', 'timestamp'),
    };
  }
  const pushed = stringAt(event, 'head_commit', 'id') === run.sha;
  return {
    sha: commitId(run.sha),
    shaField: 'GITHUB_SHA',
    branch: afterPrefix(run.ref, 'refs/heads/'),
    pullRequest: undefined,
    gitTag: afterPrefix(run.ref, 'refs/tags/'),
    date: pushed ? dateAt(event, 'head_commit', 'timestamp') : undefined,
  };
}

function pullRequestSource(event: JsonObject, headRef: string): BuildSource {
  return {
    sha: commitId(stringAt(event, 'pull_request', 'head', 'sha')),
    shaField: 'pull_request.head.sha',
    branch: stringAt(event, 'pull_request', 'head', 'ref') ?? nonEmpty(headRef),
    pullRequest: numberAt(event, 'pull_request', 'number') ?? numberAt(event, 'number'),
    gitTag: undefined,
    date: dateAt(event, 'pull_request', 'updated_at'),
  };
}

function workflowRunSource(event: JsonObject): BuildSource {
  const earlier = objectAt(event, 'workflow_run');
  const ofPullRequest = stringAt(earlier, 'event')?.startsWith('pull_request') === true;
  // Several are listed where the branch has several pull requests; none for one from a fork.
  const single = numberAt(earlier, 'pull_requests', 1, 'number') === undefined;
  return {
    sha: commitId(stringAt(earlier, 'head_sha')),
    shaField: 'workflow_run.head_sha',
    branch: stringAt(earlier, 'head_branch'),
    pullRequest:
      ofPullRequest && single ? numberAt(earlier, 'pull_requests', 0, 'number') : undefined,
    gitTag: undefined,
    date: dateAt(earlier, 'head_commit', 'timestamp'),
  };
}

function commitId(text: string | undefined): string | undefined {
  return text !== undefined && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? text : undefined;
}

function dateAt(event: JsonObject, ...path: readonly string[]): Date | undefined {
  const date = new Date(stringAt(event, ...path) ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function afterPrefix(text: string, prefix: string): string | undefined {
  return text.startsWith(prefix) ? nonEmpty(text.slice(prefix.length)) : undefined;
}

function nonEmpty(text: string): string | undefined {
  return text === '' ? undefined : text;
}
