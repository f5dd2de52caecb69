import { VerdictError } from '@kube-delivery/shared/action/errors';
import { decideAfterStep } from './after-step.ts';
import { beginShift, firstRecord } from './begin-shift.ts';
import { SupersededError } from './check-revision.ts';
import { readWorkload, scale } from './ensure-capacity.ts';
import type { StepReport } from './journal.ts';
import { learnVersions } from './learn-versions.ts';
import { rehearseQueries } from './measure.ts';
import { performStep } from './perform-step.ts';
import { untilServing } from './pod-readiness.ts';
import { presentRecord } from './session.ts';
import type { Session } from './session.ts';
import { replicasOf } from './sides.ts';
import type { Sides } from './sides.ts';
import type { Step } from './step-list.ts';
import { takeBack } from './take-back.ts';

/**
 * Makes sure, before anything is moved, that the canary answers, that the versions can be told apart
 * and that what is to be measured can be measured; then begins the shift unless it has begun.
 */
export async function prepare(session: Session, sides: Sides): Promise<void> {
  const { inputs, keeper, metrics } = session;
  const record = keeper.record ?? firstRecord(session, sides);
  const canary = await readWorkload(session, record.workloads.canary);
  if (replicasOf(canary) === 0 && inputs.scaleCanary) await scale(session, canary, 1);
  const { services, workloads } = record;
  const readiness = await untilServing(session, services.canary, workloads.canary, 1);
  if (!readiness.ready) {
    await follow(session, sides, 'fail', `the canary never became ready: ${readiness.why}`);
  }
  if (sides.canary.service !== undefined) {
    const { service } = sides.canary;
    session.versions.learnt = await learnVersions(session, sides.stable.service, service);
  }
  const silent = metrics && (await rehearseQueries(session, metrics));
  if (silent !== undefined) await follow(session, sides, 'inconclusive', silent);
  if (keeper.record === undefined) await beginShift(session, sides);
}

/** Takes the canary from one step to the next; throws where a step is not passed. */
export async function climb(
  session: Session,
  sides: Sides,
  steps: readonly Step[],
  from: number,
): Promise<void> {
  const { context, journal } = session;
  for (const [index, step] of steps.entries()) {
    if (index < from) continue;
    const title = `Step ${index + 1} of ${steps.length}: ${step.weight}%`;
    const report = await context.log.group(title, () => guarded(session, step, index + 1));
    journal.addStep(report);
    const seen = `${report.errors} of ${report.requests} requests to the canary failed`;
    context.log.info(`${title}: ${report.outcome}; ${seen}. ${report.reason}`);
    await follow(session, sides, report.outcome, report.reason);
  }
}

/** Ends the way up by policy: takes traffic back or holds it, and throws; a pass goes on. */
async function follow(
  session: Session,
  sides: Sides,
  outcome: StepReport['outcome'],
  reason: string,
): Promise<void> {
  const { keeper, signal } = session;
  const decision = decideAfterStep(outcome, session.inputs);
  if (decision === 'go on') return;
  if (decision === 'take back') {
    const record = keeper.record ?? firstRecord(session, sides);
    await takeBack(session, record, 'rolled-back', reason);
    throw new VerdictError('rolled-back', reason, {
      hint: 'Mend it and deploy again; set retry to true to give the same revision another chance',
    });
  }
  if (keeper.record !== undefined) {
    await keeper.write({ ...keeper.record, phase: 'held', reason }, signal);
  }
  throw new VerdictError(outcome === 'fail' ? 'held' : 'inconclusive', reason, {
    hint: 'Traffic was left where it is: run the job again to repeat the step, or mode abort to go back',
  });
}

async function guarded(session: Session, step: Step, number: number): Promise<StepReport> {
  try {
    return await performStep(session, step, number);
  } catch (thrown) {
    // The pods behind the canary's weight are others than those that were judged so far.
    if (thrown instanceof SupersededError) {
      await takeBack(session, presentRecord(session), 'superseded', thrown.message);
    }
    throw thrown;
  }
}
