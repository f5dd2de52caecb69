import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readRunFacts } from '@kube-delivery/shared/action/read-run-facts';
import type { RunFacts } from '@kube-delivery/shared/action/run-facts';

/** The newest commit of the branch, pull request or tag in every payload. */
export const headSha = '6dcb09b5b57875f334f61aebed695e2e4193db5e';
/** What GITHUB_SHA is where the event runs on another commit. */
export const otherSha = 'c0ffee254729296a45a3885639ac7e10f9d54979';

const environments = {
  'push-branch': ['push', 'refs/heads/release/1.x', headSha],
  'push-tag': ['push', 'refs/tags/v1.2.3', headSha],
  'pull-request': ['pull_request', 'refs/pull/17/merge', otherSha],
  'pull-request-fork': ['pull_request', 'refs/pull/17/merge', otherSha],
  'merge-group': ['merge_group', 'refs/heads/gh-readonly-queue/main/pr-17-e5bd3914', headSha],
  'workflow-run-push': ['workflow_run', 'refs/heads/main', otherSha],
  'workflow-run-pull-request': ['workflow_run', 'refs/heads/main', otherSha],
  'workflow-run-two-pull-requests': ['workflow_run', 'refs/heads/main', otherSha],
  release: ['release', 'refs/tags/v1.2.3', headSha],
  'workflow-dispatch': ['workflow_dispatch', 'refs/heads/main', headSha],
  schedule: ['schedule', 'refs/heads/main', headSha],
} as const;

/** The payloads in `fixtures`. */
export type EventName = keyof typeof environments;
export const eventNames = Object.keys(environments) as readonly EventName[];

/** The text of a payload. */
export function payload(name: EventName): string {
  return readFileSync(path.join(import.meta.dirname, 'fixtures', `${name}.json`), 'utf8');
}

/** The environment that the runner gives with a payload. */
export function environmentOf(name: EventName): Record<string, string> {
  const [event, ref, sha] = environments[name];
  return {
    GITHUB_EVENT_NAME: event,
    GITHUB_REF: ref,
    GITHUB_SHA: sha,
    GITHUB_HEAD_REF: event === 'pull_request' ? 'feature/cart' : '',
    GITHUB_REPOSITORY: 'octo-org/shop',
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_RUN_ID: '30433642',
    GITHUB_RUN_NUMBER: '42',
    GITHUB_RUN_ATTEMPT: '1',
  };
}

/** The facts of the run that a payload started. */
export function runOf(
  name: EventName,
  environment: Readonly<Record<string, string>> = {},
): RunFacts {
  return readRunFacts({
    environment: { ...environmentOf(name), GITHUB_EVENT_PATH: 'event.json', ...environment },
    readText: () => payload(name),
  });
}
