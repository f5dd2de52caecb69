import { isPromoting } from '@kube-delivery/shared/traffic/shift-record';
import { PreconditionError, VerdictError } from '@kube-delivery/shared/action/errors';
import { canaryPercent } from '@kube-delivery/shared/traffic/split';
import { firstRecord } from './begin-shift.ts';
import { climb, prepare } from './climb.ts';
import { versionOfSide } from './learn-versions.ts';
import { readMemory } from './memory.ts';
import { decideOpening } from './opening.ts';
import type { Opening } from './opening.ts';
import { promote } from './promotion.ts';
import { revisionOf } from './revision.ts';
import { presentRecord } from './session.ts';
import type { Session } from './session.ts';
import { findSides } from './sides.ts';
import type { Sides } from './sides.ts';
import type { Step } from './step-list.ts';
import { takeBack } from './take-back.ts';

/** A good ending. */
export interface Ending {
  readonly verdict: 'promoted' | 'at-weight' | 'aborted' | 'planned';
  readonly reason: string;
}

/** Does what the mode asks for, from wherever the last run left it; throws for every bad ending. */
export async function runShift(session: Session): Promise<Ending> {
  for (;;) {
    const sides = await findSides(session);
    const opening = open(session, sides);
    if (opening.act === 'take-back') {
      const record = session.keeper.record ?? firstRecord(session, sides);
      await takeBack(session, record, opening.cause, opening.reason);
      if (opening.thenAgain) continue;
      return endOfTakeBack(opening);
    }
    return proceed(session, sides, opening);
  }
}

/** What the run would do first. */
export function open(session: Session, sides: Sides): Opening {
  const { inputs, keeper } = session;
  const { workload } = sides.canary;
  return decideOpening({
    mode: inputs.mode,
    steps: stepsOf(session),
    promote: inputs.promote,
    retry: inputs.retry,
    record: keeper.record,
    canaryRevision: workload && revisionOf(workload),
    percent: canaryPercent(keeper.split) ?? 0,
    ...readMemory(sides.stable.workload),
  });
}

/** The steps that this run may make. */
export function stepsOf({ inputs }: Session): readonly Step[] {
  return inputs.target === undefined ? inputs.steps : [inputs.target];
}

async function proceed(
  session: Session,
  sides: Sides,
  opening: Exclude<Opening, { readonly act: 'take-back' }>,
): Promise<Ending> {
  switch (opening.act) {
    case 'settled':
      return opening;
    case 'refused':
      throw opening.verdict === 'invalid'
        ? new PreconditionError(opening.reason, { hint: opening.hint })
        : new VerdictError(opening.verdict, opening.reason, { hint: opening.hint });
    case 'rest':
      return rest(session);
    case 'promote':
      return promoteFrom(session, sides);
    case 'shift': {
      await prepare(session, sides);
      await climb(session, sides, stepsOf(session), opening.from);
      const { mode, promote: wanted } = session.inputs;
      if (mode === 'run' && wanted) return promoteFrom(session, sides);
      const record = presentRecord(session);
      await session.keeper.write({ ...record, phase: 'at-weight' }, session.signal);
      return rest(session);
    }
  }
}

function rest(session: Session): Ending {
  const { revision, weight } = presentRecord(session);
  const reason = `revision ${revision} has ${weight}% of the traffic; mode promote or abort ends the shift`;
  return { verdict: 'at-weight', reason };
}

async function promoteFrom(session: Session, sides: Sides): Promise<Ending> {
  const phase = session.keeper.record?.phase;
  const isBegun = phase !== undefined && isPromoting(phase);
  if (!isBegun && session.versions.learnt === undefined) await prepare(session, sides);
  if (isBegun) await learnPromotedVersion(session, sides);
  const { revision } = presentRecord(session);
  await promote(session);
  return { verdict: 'promoted', reason: `revision ${revision} serves all traffic` };
}

/** A promotion that goes on has one revision on both sides, or is bringing it to the stable one. */
async function learnPromotedVersion(session: Session, sides: Sides): Promise<void> {
  const { inputs, versions } = session;
  const { phase } = presentRecord(session);
  const service = phase === 'returning' ? sides.stable.service : sides.canary.service;
  if (inputs.probe === undefined || phase === 'removing' || service === undefined) return;
  const canary = await versionOfSide(session, inputs.probe, service);
  versions.learnt = { stable: '', canary };
}

function endOfTakeBack(opening: Extract<Opening, { readonly act: 'take-back' }>): Ending {
  if (opening.cause === 'aborted') return { verdict: 'aborted', reason: opening.reason };
  throw new VerdictError(opening.cause, opening.reason);
}
