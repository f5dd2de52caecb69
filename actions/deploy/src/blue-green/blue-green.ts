import { previewName } from '@kube-delivery/shared/release/blue-green/colour';
import { finishScaleDown } from '@kube-delivery/shared/release/blue-green/scale-down';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { PreparedColour } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import type { Ending } from '../ending.ts';
import { deployRolling } from '../rolling.ts';
import { endPlanned } from '../rollout.ts';
import type { Rollout } from '../rollout.ts';
import type { Session } from '../session.ts';
import { endUnchanged } from '../unchanged.ts';
import { describeSwitch } from './describe-switch.ts';
import { undoLostSwitch } from './lost-switch.ts';
import { isUnchanged, prepare } from './prepare.ts';
import type { Preparation } from './prepare.ts';
import { spareKept } from './spare-kept.ts';
import { stayInColour } from './stay-in-colour.ts';
import { switchColours } from './switch-colours.ts';
import { tidyOrWarn } from './tidy-or-warn.ts';

/** Brings the changed Deployment up a second time beside the one that serves, and switches its Services. */
export const blueGreen: Rollout = {
  preview: async (session, facts, plan) => {
    const preparation = await prepare(session, facts, plan);
    switch (preparation.kind) {
      case 'impossible':
        return preparation.ending;
      case 'plain':
        return endPlanned(session, facts, { plan, reason: preparation.note });
      case 'stay':
        return endPlanned(spareKept(session, preparation.prepared), facts, {
          plan: preparation.plan,
        });
      case 'switch': {
        const { prepared } = preparation;
        const reason = describeSwitch(preparation);
        return endPlanned(spareKept(session, prepared), facts, { plan: prepared.plan, reason });
      }
    }
  },
  deploy: async (session, facts, plan) => {
    // Which pods serve must be known to be good before they do, so that they are always waited for.
    const watching: Session = { ...session, watching: { ...session.watching, wait: true } };
    await tidyOrWarn(watching, 'The old pods could not be scaled down', () =>
      finishScaleDown(watching, facts),
    );
    const first = await prepare(watching, facts, plan);
    const lost = first.kind === 'switch' ? first.undoFirst : undefined;
    const moved = lost !== undefined && (await undoLostSwitch(watching, lost));
    const preparation = moved ? await prepare(watching, facts, plan) : first;
    return carryOut(watching, facts, plan, preparation);
  },
};

async function carryOut(
  session: Session,
  facts: HistoryFacts,
  declared: ReleasePlan,
  preparation: Preparation,
): Promise<Ending> {
  switch (preparation.kind) {
    case 'impossible':
      return preparation.ending;
    case 'plain':
      return deployRolling(session, facts, declared, preparation.note);
    case 'switch':
      return switchColours(spareKept(session, preparation.prepared), facts, {
        ...preparation,
        declared,
      });
    case 'stay': {
      const { plan, prepared } = preparation;
      const sparing = spareKept(session, prepared);
      if (!isUnchanged(sparing, facts, declared, plan)) {
        const ending = await stayInColour(sparing, facts, declared, preparation);
        return { ...ending, preview: previewIn(plan, prepared) };
      }
      const revision = facts.running?.revision;
      const told = { revision, previousRevision: revision };
      const ending = await endUnchanged(sparing, plan, told);
      return { ...ending, preview: previewIn(plan, prepared) };
    }
  }
}

/** The preview Service, where it stands and leads to the colour that serves. */
function previewIn({ objects }: ReleasePlan, { colours }: PreparedColour): string | undefined {
  const name = previewName(colours.pair.service);
  return objects.some(({ reference }) => reference.kind === 'Service' && reference.name === name)
    ? name
    : undefined;
}
