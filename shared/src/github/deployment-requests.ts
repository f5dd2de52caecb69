/** How a deployment ended, in GitHub's words. */
export type DeploymentState = 'success' | 'failure' | 'error' | 'inactive';

/** Body of `POST /repos/{owner}/{repo}/deployments`. */
export interface DeploymentRequest {
  readonly ref: string;
  readonly task: 'deploy';
  readonly auto_merge: false;
  readonly required_contexts: never[];
  /** `id` tells this deployment from all others. */
  readonly payload: { readonly id: string; readonly run: string };
  readonly environment: string;
  readonly description: string;
  readonly transient_environment: false;
  readonly production_environment: boolean;
}

/** Body of `POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses`. */
export interface DeploymentStatusRequest {
  readonly state: DeploymentState | 'in_progress';
  readonly description: string;
  readonly log_url?: string;
  readonly environment_url?: string;
}

/** What is deployed where. */
export interface DeploymentFacts {
  readonly environment: string;
  readonly sha: string;
  /** Empty outside a runner. */
  readonly runUrl: string;
  readonly description: string;
}

/** What GitHub takes of a description, in characters. */
const longestDescription = 140;

/**
 * The request for a deployment of exactly this commit: GitHub merges nothing into it and waits for no
 * status checks, as those are the workflow's own matter. No environment is transient, since nothing
 * here takes one down, and GitHub sets former deployments inactive only where they are not.
 */
export function deploymentRequest(facts: DeploymentFacts, id: string): DeploymentRequest {
  const { environment, runUrl, sha } = facts;
  return {
    ref: sha,
    task: 'deploy',
    auto_merge: false,
    required_contexts: [],
    payload: { id, run: runUrl },
    environment,
    description: shortDescription(facts.description),
    transient_environment: false,
    production_environment: isProduction(environment),
  };
}

/** The request for a status. A URL that is not of the web is left out, as GitHub would refuse the status. */
export function statusRequest(
  state: DeploymentStatusRequest['state'],
  about: {
    readonly description: string;
    readonly runUrl: string;
    readonly environmentUrl?: string;
  },
): DeploymentStatusRequest {
  const { description, environmentUrl = '', runUrl } = about;
  return {
    state,
    description: shortDescription(description),
    ...(isWebUrl(runUrl) ? { log_url: runUrl } : {}),
    ...(isWebUrl(environmentUrl) ? { environment_url: environmentUrl } : {}),
  };
}

/** One line, cut to what GitHub takes. */
function shortDescription(text: string): string {
  const characters = Array.from(text.replace(/\s+/g, ' ').trim());
  return characters.length <= longestDescription
    ? characters.join('')
    : `${characters.slice(0, longestDescription - 1).join('')}…`;
}

/** `production`, `prod` and names with one of them, such as `prod-eu`; not `pre-prod` or `non-production`. */
function isProduction(environment: string): boolean {
  const words = environment.toLowerCase().split(/[^a-z]+/);
  return words.some(
    (word, index) =>
      (word === 'production' || word === 'prod') &&
      !['pre', 'non', 'not'].includes(words[index - 1] ?? ''),
  );
}

function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
