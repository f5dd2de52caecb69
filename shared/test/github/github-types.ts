import type { components, operations } from '@octokit/openapi-types';

/** What GitHub takes and answers, as its own description of its API has it. */
export type DeploymentBody =
  operations['repos/create-deployment']['requestBody']['content']['application/json'];
export type StatusBody =
  operations['repos/create-deployment-status']['requestBody']['content']['application/json'];
export type ListQuery = NonNullable<operations['repos/list-deployments']['parameters']['query']>;
export type Deployment =
  operations['repos/create-deployment']['responses'][201]['content']['application/json'];
export type DeploymentList =
  operations['repos/list-deployments']['responses'][200]['content']['application/json'];
export type DeploymentStatus =
  operations['repos/create-deployment-status']['responses'][201]['content']['application/json'];
export type BasicError = components['schemas']['basic-error'];
export type ValidationError = components['schemas']['validation-error'];

type Kind = 'string' | 'boolean' | 'array' | 'object';

/** The fields of a request and what they hold: the compiler sees that none is missing or too many. */
export const deploymentFields = {
  ref: 'string',
  task: 'string',
  auto_merge: 'boolean',
  required_contexts: 'array',
  payload: 'object',
  environment: 'string',
  description: 'string',
  transient_environment: 'boolean',
  production_environment: 'boolean',
} satisfies Record<keyof DeploymentBody, Kind>;

export const statusFields = {
  state: 'string',
  target_url: 'string',
  log_url: 'string',
  description: 'string',
  environment: 'string',
  environment_url: 'string',
  auto_inactive: 'boolean',
} satisfies Record<keyof StatusBody, Kind>;

const states = {
  error: true,
  failure: true,
  inactive: true,
  in_progress: true,
  queued: true,
  pending: true,
  success: true,
} satisfies Record<StatusBody['state'], true>;

/** Whether GitHub knows this state. */
export function isState(text: unknown): text is StatusBody['state'] {
  return typeof text === 'string' && Object.hasOwn(states, text);
}

/** The first field of a request that GitHub does not know, or that holds the wrong thing. */
export function wrongField(
  body: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<string, Kind>>,
): string | undefined {
  return Object.keys(body).find((name) => {
    const value = body[name];
    const kind = Array.isArray(value) ? 'array' : typeof value;
    return fields[name] !== kind;
  });
}
