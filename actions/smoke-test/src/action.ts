import type { Action, ActionResult } from '@kube-delivery/shared/action/action';
import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import { connect } from '@kube-delivery/shared/cluster/connect';
import { describeAttempt } from './attempt.ts';
import { ending, outputNames } from './ending.ts';
import { explainPods } from './explain-pods.ts';
import { readInputs } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import { runRound } from './run-round.ts';
import { untilStable } from './until-stable.ts';
import { judge, verdicts } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** smoke-test: asks the deployed thing whether it really works, and whether it is really that one. */
export const action: Action<Inputs, Verdict> = {
  name: 'smoke-test',
  verdicts,
  unmetPrecondition: 'unreachable',
  outputs: outputNames,
  readInputs,
  run: async (inputs, context) => {
    if (inputs.checks?.length === 0) return noChecks();
    const cluster =
      inputs.connection === undefined ? undefined : await connect(inputs.connection, context);
    try {
      return await test(inputs, cluster, context);
    } finally {
      await cluster?.close();
    }
  },
};

async function test(
  inputs: Inputs,
  cluster: Cluster | undefined,
  context: ActionContext,
): Promise<ActionResult<Verdict>> {
  const round = async (): ReturnType<typeof runRound> => runRound(inputs, cluster, context);
  const outcome = await untilStable(round, inputs, context);
  for (const attempt of outcome.deciding.at(-1)?.attempts ?? []) {
    context.log.info(describeAttempt(attempt));
  }
  const judgement = judge(outcome, inputs.stableFor);
  const diagnoses =
    outcome.stable || cluster === undefined || !('target' in inputs.subject)
      ? []
      : await explainPods(cluster, inputs.subject.target, outcome.deciding.at(-1), context);
  return ending(judgement, outcome, diagnoses);
}

function noChecks(): ActionResult<Verdict> {
  const judgement = {
    verdict: 'no-checks',
    reason: 'checks holds no check, so nothing would have been tested',
    hint: 'Write at least one check, or leave checks out to ask the readiness path',
  } as const;
  return ending(judgement, { stable: false, deciding: [], streak: 0, rounds: 0 }, []);
}
