import { randomUUID } from 'node:crypto';
import { messageOf } from '../action/errors.ts';
import { deploymentRequest, statusRequest } from './deployment-requests.ts';
import type { DeploymentFacts, DeploymentState } from './deployment-requests.ts';
import { GitHubError, unreachableHint } from './github-error.ts';
import type { GitHubClient } from './open-github.ts';
import { startReportTime } from './report-time.ts';
import type { Deadline } from '../time/deadline.ts';

/** How a deployment ended. */
export interface DeploymentEnd {
  readonly state: DeploymentState;
  /** One sentence; cut to 140 characters. */
  readonly description: string;
  /** Where what was deployed can be looked at. */
  readonly environmentUrl?: string;
}

/** A deployment that GitHub shows. */
export interface ReportedDeployment {
  /**
   * Tells GitHub how it ended. Never throws: what goes wrong is one warning. After the job was
   * cancelled it takes 3 s at most, else 90 s.
   */
  finish(end: DeploymentEnd): Promise<void>;
}

/** Stands for a deployment that nobody asked to report, or that GitHub did not take. */
export const unreportedDeployment: ReportedDeployment = { finish: () => Promise.resolve() };

const startLimitMs = 20_000;
/** Long enough for the minute that GitHub asks for at a secondary limit. */
const finishLimitMs = 90_000;

/**
 * Creates a GitHub Deployment and shows it as in progress. Never throws and takes 20 s at most: what
 * goes wrong is one warning, as a deploy does not fail for want of a report.
 */
export async function startDeployment(
  client: GitHubClient,
  given: DeploymentFacts,
): Promise<ReportedDeployment> {
  const { secrets } = client.context;
  const facts = { ...given, description: secrets.redact(given.description) };
  const { environment, runUrl } = facts;
  const report = reporter(client, environment);
  const request = deploymentRequest(facts, randomUUID());
  let id: number | undefined;
  await report('is not reported to GitHub', startLimitMs, async (time) => {
    id = await client.createDeployment(request, time);
    await client.createStatus(id, statusRequest('in_progress', facts), time);
  });
  const deployment = id;
  if (deployment === undefined) return unreportedDeployment;
  return {
    finish: async ({ state, description, ...urls }) => {
      const about = { ...urls, runUrl, description: secrets.redact(description) };
      await report('ended, and GitHub does not show it', finishLimitMs, (time) =>
        client.createStatus(deployment, statusRequest(state, about), time),
      );
    },
  };
}

type Report = (
  failure: string,
  limitMs: number,
  work: (time: Deadline) => Promise<void>,
) => Promise<void>;

/** Runs calls within a time; says once what went wrong, and nothing where the job was cancelled. */
function reporter({ context, signal }: GitHubClient, environment: string): Report {
  let isSaid = false;
  return async (failure, limitMs, work) => {
    const time = startReportTime(context.clock, limitMs, signal);
    try {
      await work(time);
    } catch (error) {
      if (isSaid || signal.aborted) return;
      isSaid = true;
      const hint = error instanceof GitHubError ? error.hint : unreachableHint;
      context.log.warning(
        `The deployment to environment ${environment} ${failure}: ${messageOf(error)}. ${hint}. The release itself is not affected.`,
      );
    } finally {
      time.cancel();
    }
  };
}
