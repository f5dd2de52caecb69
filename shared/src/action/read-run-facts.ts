import { tmpdir } from 'node:os';
import path from 'node:path';
import { isJsonObject } from '../json/json.ts';
import type { JsonObject } from '../json/json.ts';
import type { RunFacts } from './run-facts.ts';
import type { World } from './world.ts';

/** What the runner tells of the run; everything has a usable value outside a runner too. */
export function readRunFacts(world: Pick<World, 'environment' | 'readText'>): RunFacts {
  const variable = (name: string): string => world.environment[name] ?? '';
  const repository = variable('GITHUB_REPOSITORY');
  const runId = variable('GITHUB_RUN_ID');
  const server = variable('GITHUB_SERVER_URL');
  return {
    repository,
    sha: variable('GITHUB_SHA'),
    ref: variable('GITHUB_REF'),
    eventName: variable('GITHUB_EVENT_NAME'),
    event: readEvent(world, variable('GITHUB_EVENT_PATH')),
    runId,
    runNumber: variable('GITHUB_RUN_NUMBER'),
    runAttempt: Math.max(1, Number.parseInt(variable('GITHUB_RUN_ATTEMPT'), 10) || 1),
    job: variable('GITHUB_JOB'),
    actor: variable('GITHUB_ACTOR'),
    runUrl: server && repository && runId ? `${server}/${repository}/actions/runs/${runId}` : '',
    headRef: variable('GITHUB_HEAD_REF'),
    baseRef: variable('GITHUB_BASE_REF'),
    workspace: path.resolve(variable('GITHUB_WORKSPACE') || '.'),
    temp: path.resolve(variable('RUNNER_TEMP') || tmpdir()),
  };
}

function readEvent(world: Pick<World, 'readText'>, file: string): JsonObject {
  const text = file === '' ? undefined : world.readText(file);
  if (text === undefined) return {};
  try {
    const event: unknown = JSON.parse(text);
    return isJsonObject(event) ? event : {};
  } catch {
    return {};
  }
}
