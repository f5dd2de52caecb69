import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { isJsonObject } from '../../src/json/json.ts';
import type { JsonObject } from '../../src/json/json.ts';
import { deploymentFields, isState, statusFields, wrongField } from './github-types.ts';
import type {
  BasicError,
  Deployment,
  DeploymentBody,
  DeploymentList,
  DeploymentStatus,
  ListQuery,
  StatusBody,
  ValidationError,
} from './github-types.ts';

/** A deployment as the stand-in keeps it. */
export interface KeptDeployment {
  readonly id: number;
  readonly body: DeploymentBody;
  /** Oldest first; those that GitHub adds by itself too. */
  readonly statuses: StatusBody[];
}

/**
 * What happens to a request instead of its answer: another answer, a connection that breaks, or none
 * at all. With `done` the request is done before.
 */
export interface Fault {
  readonly answer: Answer | 'reset' | 'silence';
  readonly done?: boolean;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Deployment | DeploymentList | DeploymentStatus | BasicError | ValidationError;
}

const longestDescription = 140;

/**
 * A stand-in for the deployments of GitHub's REST API, at `/api/v3` as an Enterprise Server has it.
 * Its requests and answers are of GitHub's own types.
 */
export class GitHubStandIn {
  readonly repository = 'shop/web';
  readonly token = 'ghs_standInToken0123456789';
  /** Of the token, for deployments. */
  permission: 'write' | 'none' = 'write';
  readonly deployments: KeptDeployment[] = [];
  /** Method and path of every request, in their order. */
  readonly requests: string[] = [];
  readonly #faults: (Fault | undefined)[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      void this.#take(request, response);
    });
  }

  static async start(): Promise<GitHubStandIn> {
    const standIn = new GitHubStandIn();
    await new Promise<void>((resolve) => standIn.#server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** What `GITHUB_API_URL` is for a runner of this server. */
  get apiUrl(): URL {
    const { port } = this.#server.address() as AddressInfo;
    return new URL(`http://127.0.0.1:${port}/api/v3`);
  }

  /** The next requests meet these, one each; undefined is none. */
  fail(...faults: readonly (Fault | undefined)[]): void {
    this.#faults.push(...faults);
  }

  /** The states that a deployment has gone through. */
  statesOf(deployment: KeptDeployment | undefined): readonly string[] {
    return deployment?.statuses.map(({ state }) => state) ?? [];
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const url = new URL(request.url ?? '', this.apiUrl);
    this.requests.push(`${request.method ?? ''} ${url.pathname}`);
    const fault = this.#faults.shift();
    const usual =
      fault === undefined || fault.done === true ? this.#answer(request, url, body) : undefined;
    const { answer } = fault ?? { answer: usual };
    if (answer === undefined || answer === 'silence') return;
    if (answer === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body ?? {}));
  }

  #answer(request: IncomingMessage, url: URL, text: string): Answer {
    const { headers, method } = request;
    if (headers['user-agent'] === undefined) return says(403, 'no user agent');
    if (headers['x-github-api-version'] !== '2022-11-28') return says(400, 'no such version');
    if (headers.authorization !== `Bearer ${this.token}`) return says(401, 'Bad credentials');
    const root = `/api/v3/repos/${this.repository}/deployments`;
    if (!url.pathname.startsWith(root)) return says(404, 'Not Found');
    if (this.permission === 'none') return says(403, 'Resource not accessible by integration');
    const path = url.pathname.slice(root.length);
    if (method === 'GET' && path === '') return this.#list(url.searchParams);
    const body: unknown = JSON.parse(text);
    if (!isJsonObject(body)) return says(400, 'Problems parsing JSON');
    if (method === 'POST' && path === '') return this.#create(body);
    const id = /^\/(\d+)\/statuses$/.exec(path)?.[1];
    const deployment = this.deployments.find((each) => String(each.id) === id);
    if (method !== 'POST' || deployment === undefined) return says(404, 'Not Found');
    return this.#addStatus(deployment, body);
  }

  #list(query: URLSearchParams): Answer {
    const wanted = {
      sha: query.get('sha') ?? '',
      environment: query.get('environment'),
    } satisfies ListQuery;
    const found = this.deployments.filter(
      ({ body }) => body.ref === wanted.sha && body.environment === wanted.environment,
    );
    return { status: 200, body: found.map((each) => this.#shown(each)).reverse() };
  }

  #create(body: JsonObject): Answer {
    const wrong = wrongField(body, deploymentFields);
    if (wrong !== undefined) return refuses('Deployment', wrong);
    const given = body as unknown as DeploymentBody;
    if (!/^[0-9a-f]{40}$/.test(given.ref)) return says(422, `No ref found for: ${given.ref}`);
    if (tooLong(given.description)) return refuses('Deployment', 'description');
    if (given.auto_merge !== false) return says(409, 'Conflict merging main into topic');
    if (given.required_contexts?.length !== 0) return says(409, 'Commit status checks failed');
    const deployment = { id: this.deployments.length + 4201, body: given, statuses: [] };
    this.deployments.push(deployment);
    return { status: 201, body: this.#shown(deployment) };
  }

  #addStatus(deployment: KeptDeployment, body: JsonObject): Answer {
    const wrong = wrongField(body, statusFields);
    if (wrong !== undefined) return refuses('DeploymentStatus', wrong);
    if (!isState(body.state)) return refuses('DeploymentStatus', 'state');
    const status: StatusBody = { ...(body as Partial<StatusBody>), state: body.state };
    if (tooLong(status.description)) return refuses('DeploymentStatus', 'description');
    for (const field of ['log_url', 'environment_url'] as const) {
      if (!/^https?:\/\//.test(status[field] ?? 'https://')) {
        return refuses('DeploymentStatus', field);
      }
    }
    if (status.state === 'success' && status.auto_inactive !== false) this.#retire(deployment);
    deployment.statuses.push(status);
    return { status: 201, body: this.#shownStatus(deployment, status) };
  }

  /** A success takes the place of earlier ones, of environments that are neither transient nor production. */
  #retire(by: KeptDeployment): void {
    for (const { body, id, statuses } of this.deployments) {
      const isPassed = id < by.id && body.environment === by.body.environment;
      const isKept = body.transient_environment === true || body.production_environment === true;
      if (isPassed && !isKept && statuses.at(-1)?.state === 'success') {
        statuses.push({ state: 'inactive' });
      }
    }
  }

  #shown({ body, id }: KeptDeployment): Deployment {
    const repository = `${this.apiUrl.href}/repos/${this.repository}`;
    const url = `${repository}/deployments/${id}`;
    return {
      url,
      id,
      node_id: `D_${id}`,
      sha: body.ref,
      ref: body.ref,
      task: body.task ?? 'deploy',
      payload: body.payload ?? {},
      original_environment: body.environment ?? 'production',
      environment: body.environment ?? 'production',
      description: body.description ?? null,
      creator: null,
      created_at: '2026-11-21T10:00:00Z',
      updated_at: '2026-11-21T10:00:00Z',
      statuses_url: `${url}/statuses`,
      repository_url: repository,
      transient_environment: body.transient_environment ?? false,
      production_environment: body.production_environment ?? false,
    };
  }

  #shownStatus({ id, statuses }: KeptDeployment, status: StatusBody): DeploymentStatus {
    const repository = `${this.apiUrl.href}/repos/${this.repository}`;
    const deployment = `${repository}/deployments/${id}`;
    return {
      url: `${deployment}/statuses/${statuses.length}`,
      id: id * 100 + statuses.length,
      node_id: `DS_${id}`,
      state: status.state,
      creator: null,
      description: status.description ?? '',
      target_url: status.log_url ?? '',
      log_url: status.log_url ?? '',
      environment_url: status.environment_url ?? '',
      created_at: '2026-11-21T10:00:00Z',
      updated_at: '2026-11-21T10:00:00Z',
      deployment_url: deployment,
      repository_url: repository,
    };
  }
}

/** An answer that is an error. */
export function says(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const documentation_url = 'https://docs.github.com/rest/deployments/deployments';
  return { status, headers, body: { message, documentation_url } satisfies BasicError };
}

function refuses(resource: string, field: string): Answer {
  const body: ValidationError = {
    message: 'Validation Failed',
    documentation_url: 'https://docs.github.com/rest',
    errors: [{ resource, field, code: 'invalid' }],
  };
  return { status: 422, body };
}

function tooLong(description: string | null | undefined): boolean {
  return Array.from(description ?? '').length > longestDescription;
}
