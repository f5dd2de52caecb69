import { endPlanned } from '../rollout.ts';
import type { Rollout } from '../rollout.ts';
import { deployCanary } from './deploy-canary.ts';
import { prepareCanary } from './prepare-canary.ts';

/** Brings the changed Deployment up a second time, without traffic, for canary-shift. */
export const canary: Rollout = {
  preview: async (session, facts, plan) => {
    const prepared = await prepareCanary(session, facts, plan);
    if ('verdict' in prepared) return prepared;
    if ('rolling' in prepared)
      return endPlanned(session, facts, { plan, reason: prepared.rolling });
    return endPlanned({}, facts, {
      plan: prepared.plan,
      canary: prepared.record,
    });
  },
  deploy: deployCanary,
};
