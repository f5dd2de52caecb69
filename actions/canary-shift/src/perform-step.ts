import { canaryPercent } from '@kube-delivery/shared/traffic/split';
import { ensureCapacity } from './ensure-capacity.ts';
import type { StepReport } from './journal.ts';
import { judge } from './judgement.ts';
import type { Finding } from './judgement.ts';
import { moveTraffic } from './move-traffic.ts';
import { ProbeTally } from './probe-tally.ts';
import { proveShare } from './prove-share.ts';
import { deadlineIn, presentRecord } from './session.ts';
import type { Session } from './session.ts';
import { contradicts, describeShare, observedShare } from './share.ts';
import { findingsOf, surelyBroken } from './step-findings.ts';
import type { Step } from './step-list.ts';
import type { StepEvidence } from './gather-evidence.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { watchStep } from './watch-step.ts';

/**
 * Takes the canary to one weight and judges it there: capacity, then the write, then the proof by the
 * data plane, then the soak. Nothing moves while too few canary pods are ready.
 */
export async function performStep(
  session: Session,
  step: Step,
  number: number,
): Promise<StepReport> {
  const { context, inputs, keeper } = session;
  const failed = (reason: string, outcome: StepReport['outcome'] = 'fail'): StepReport => ({
    step: number,
    weight: step.weight,
    share: undefined,
    proof: 'not proved',
    requests: 0,
    errors: 0,
    findings: [],
    outcome,
    reason,
  });
  const capacity = await ensureCapacity(session, step.weight);
  if (!capacity.ready)
    return failed(`the canary is not ready for ${step.weight}%: ${capacity.why}`);

  const before = canaryPercent(keeper.split);
  const longest = inputs.propagationTimeout + step.soak;
  await moveTraffic(
    session,
    {
      ...presentRecord(session),
      phase: 'shifting',
      weight: step.weight,
      step: number,
      reason: '',
      deadline: deadlineIn(session, longest),
    },
    step.weight,
  );
  const begun = context.clock.elapsed();
  const { learnt } = session.versions;
  const tally = learnt && new ProbeTally(learnt);
  const elapsed = (): number => context.clock.elapsed() - begun;

  let shareTally: ProbeTally | undefined;
  if (tally !== undefined && learnt !== undefined) {
    const proof = await proveShare(session, {
      percent: step.weight,
      before,
      versions: learnt,
      tally,
      mustStop: () => surelyBroken(inputs, { counts: undefined, values: [], tally }) !== undefined,
    });
    shareTally = proof.seen;
    if (proof.state === 'not proved') {
      const reason = `the data plane did not show ${step.weight}% within the propagation timeout`;
      return {
        ...failed(reason, 'inconclusive'),
        share: observedShare(shareTally.sides),
        ...countsOf(tally),
      };
    }
  }
  const watched = await watchStep(session, step, { tally, shareTally, elapsed });
  const evidence = await gatherEvidence(session, tally, elapsed(), watched === undefined);
  const findings = [...findingsOf(inputs, evidence), ...shareFindings(evidence, step.weight)];
  const counts =
    evidence.counts !== undefined && !('missing' in evidence.counts)
      ? evidence.counts
      : countsOf(tally);
  const judgement = judge(findings, counts.requests, step.minRequests);
  return {
    ...failed(''),
    share: shareTally === undefined ? evidence.share : observedShare(shareTally.sides),
    proof: tally !== undefined ? 'probes' : evidence.share !== undefined ? 'metrics' : 'not proved',
    requests: counts.requests,
    errors: counts.errors,
    findings,
    ...(watched === undefined ? judgement : { outcome: 'fail', reason: watched }),
  };
}

/** Probes prove a share before the soak; metrics can only speak against it afterwards. */
function shareFindings({ share, tally, window }: StepEvidence, weight: number): readonly Finding[] {
  if (tally !== undefined || share === undefined) return [];
  const state = contradicts(share, weight, window) ? 'inconclusive' : 'kept';
  return [{ name: 'share by metrics', shown: describeShare(share), wanted: `${weight}%`, state }];
}

function countsOf(tally: ProbeTally | undefined): { requests: number; errors: number } {
  return tally?.canary ?? { requests: 0, errors: 0 };
}
