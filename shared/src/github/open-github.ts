import type { Dispatcher } from 'undici';
import type { ActionContext } from '../action/context.ts';
import { numberAt, stringAt } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import type { Deadline } from '../time/deadline.ts';
import { callGitHub } from './call-github.ts';
import type { GitHubConnection } from './call-github.ts';
import type { DeploymentRequest, DeploymentStatusRequest } from './deployment-requests.ts';
import { GitHubError } from './github-error.ts';

/** Where and as whom GitHub's API is called. */
export interface GitHubAccess {
  /** `GITHUB_API_URL`, which an Enterprise Server has too. */
  readonly apiUrl: URL;
  readonly token: string;
  /** `owner/name`. */
  readonly repository: string;
}

/** What a client needs of the action, and what cancels it. */
export interface GitHubWorld {
  readonly context: Pick<ActionContext, 'clock' | 'environment' | 'log' | 'secrets'>;
  readonly signal: AbortSignal;
}

/** The calls of GitHub's REST API that reporting a deployment takes. They throw GitHubErrors. */
export interface GitHubClient extends GitHubWorld {
  /** Creates a deployment, once, and gives its id. */
  createDeployment(request: DeploymentRequest, time: Deadline): Promise<number>;
  /** Adds a status to a deployment. */
  createStatus(id: number, request: DeploymentStatusRequest, time: Deadline): Promise<void>;
}

const idleConnectionMs = 1_000;
const connectTimeoutMs = 5_000;

/** A client for one repository; the token is masked from now on. The environment's proxies are used. */
export function openGitHub(
  { apiUrl, repository, token }: GitHubAccess,
  { context, signal }: GitHubWorld,
): GitHubClient {
  context.secrets.add(token);
  let dispatcher: Promise<Dispatcher> | undefined;
  const connection: GitHubConnection = {
    apiUrl,
    token,
    dispatcher: () => (dispatcher ??= proxyAgent(context.environment)),
    clock: context.clock,
  };
  const [owner = '', name = ''] = repository.split('/');
  const path = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}/deployments`;
  return {
    context,
    signal,
    createDeployment: async (request, time) => {
      const findDone = (left: Deadline): Promise<Json | undefined> =>
        findDeployment(connection, path, request, left);
      return idOf(
        await callGitHub(connection, { method: 'POST', path, body: request, findDone }, time),
      );
    },
    createStatus: async (id, request, time) => {
      const statuses = `${path}/${id}/statuses`;
      await callGitHub(connection, { method: 'POST', path: statuses, body: request }, time);
    },
  };
}

async function proxyAgent(environment: ActionContext['environment']): Promise<Dispatcher> {
  const { EnvHttpProxyAgent } = await import('undici');
  return new EnvHttpProxyAgent({
    httpProxy: environment.http_proxy ?? environment.HTTP_PROXY ?? '',
    httpsProxy: environment.https_proxy ?? environment.HTTPS_PROXY ?? '',
    noProxy: environment.no_proxy ?? environment.NO_PROXY ?? '',
    keepAliveTimeout: idleConnectionMs,
    connect: { timeout: connectTimeoutMs },
  });
}

/** The deployment that this very request made; its answer was lost. */
async function findDeployment(
  connection: GitHubConnection,
  path: string,
  { environment, payload, ref: sha, task }: DeploymentRequest,
  time: Deadline,
): Promise<Json | undefined> {
  const query = new URLSearchParams({ sha, environment, task, per_page: '100' }).toString();
  const list = await callGitHub(connection, { method: 'GET', path: `${path}?${query}` }, time);
  return Array.isArray(list)
    ? (list as readonly Json[]).find((each) => stringAt(each, 'payload', 'id') === payload.id)
    : undefined;
}

function idOf(deployment: Json): number {
  const id = numberAt(deployment, 'id');
  if (id !== undefined) return id;
  throw new GitHubError('GitHub answered with no deployment', 'Check GITHUB_API_URL');
}
