import type { ActionResult } from '@kube-delivery/shared/action/action';
import type { ActionContext } from '@kube-delivery/shared/action/context';
import { openGitHub } from '@kube-delivery/shared/github/open-github';
import {
  startDeployment,
  unreportedDeployment,
} from '@kube-delivery/shared/github/start-deployment';
import type { Inputs } from './inputs.ts';
import type { DeployVerdict } from './verdict.ts';

type Result = ActionResult<DeployVerdict>;

/**
 * Runs `deploy` between the first and the last status of a GitHub Deployment, where the inputs ask for
 * one. What becomes of the report never changes what becomes of the deployment.
 */
export async function reportDeployment(
  { dryRun, github, release }: Inputs,
  context: ActionContext,
  deploy: () => Promise<Result>,
): Promise<Result> {
  if (github === undefined || dryRun) return deploy();
  const { apiUrl, environment, token } = github;
  const { repository, runUrl, sha } = context.run;
  const client = openGitHub({ apiUrl, token, repository }, { context, signal: context.signal });
  const description = `Release ${release}`;
  const deployment =
    sha === ''
      ? unreportedDeployment
      : await startDeployment(client, { environment, sha, runUrl, description });
  try {
    const result = await deploy();
    const { url } = result.outputs;
    await deployment.finish({
      state: stateOf(result.verdict),
      description: result.reason === '' ? `${description}: ${result.verdict}` : result.reason,
      ...(typeof url === 'string' && url !== '' ? { environmentUrl: url } : {}),
    });
    return result;
  } catch (error) {
    await deployment.finish({ state: 'error', description: `${description}: see the run's log` });
    throw error;
  }
}

function stateOf(verdict: Result['verdict']): 'success' | 'failure' | 'error' {
  switch (verdict) {
    case 'deployed':
    case 'unchanged':
    case 'planned':
      return 'success';
    case 'rolled-back':
    case 'failed':
    case 'rollback-failed':
    case 'conflict':
    case 'invalid':
      return 'failure';
    case 'interrupted':
    case 'error':
      return 'error';
  }
}
