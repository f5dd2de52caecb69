import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import { endPlanned } from '../rollout.ts';
import type { Rollout } from '../rollout.ts';
import { deployRecreate } from './deploy-recreate.ts';
import { describeScaled } from './left-at-zero.ts';
import { prepareRecreate } from './prepare-recreate.ts';

/** Takes what runs down, runs migrations, and brings the release up in its place. */
export const recreate: Rollout = {
  preview: async (session, facts, plan) => {
    const prepared = await prepareRecreate(session, facts, plan);
    if ('verdict' in prepared) return prepared;
    const down = describeScaled(prepared.takenDown);
    const migrations = (plan.migrations ?? [])
      .filter(({ outstanding }) => outstanding)
      .map(({ reference }) => describeReference(reference));
    const reason = [
      down === '' ? 'nothing would be taken down' : `it would take down ${down}`,
      ...(migrations.length === 0 ? [] : [`run ${migrations.join(', ')}`]),
    ].join(' and ');
    return endPlanned(session, facts, { plan, reason });
  },
  deploy: deployRecreate,
};
