import { PreconditionError } from '@kube-delivery/shared/action/errors';
import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import { identityOf, referenceTo } from '@kube-delivery/shared/manifests/manifest';
import { workloadOf } from '@kube-delivery/shared/release/blue-green/blue-green-record';
import { shown } from '@kube-delivery/shared/release/blue-green/move-service';
import type { PreparedColour } from '@kube-delivery/shared/release/blue-green/prepare-colour';
import type { Colours } from '@kube-delivery/shared/release/blue-green/read-colours';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import {
  matches,
  podLabelsOf,
  serviceSelector,
} from '@kube-delivery/shared/release/twin/service-selector';
import { colourOfMark } from '@kube-delivery/shared/release/twin/twin';
import type { Ending } from '../ending.ts';
import { endingOfRefusals } from '../refusals.ts';

/**
 * The ending of a release that cannot serve in a colour: the server refuses it, a Service would lead to
 * both colours, or what the colour is made of has the name of something else. Undefined where it can.
 */
export function obstacleTo({ painting, plan }: PreparedColour): Ending | undefined {
  const refused = endingOfRefusals(plan);
  if (refused !== undefined) return refused;
  if (painting.intruders.length > 0) {
    const reason = `Service ${painting.intruders.join(', ')} would send requests to the other colour's pods before the switch`;
    return impossible({ reason, hint: 'Let that Service select by other labels' }, plan);
  }
  const made = new Set(
    painting.objects
      .filter(({ object }) => object.metadata.annotations?.[colourOfMark] !== undefined)
      .map(({ object }) => identityOf(referenceTo(object))),
  );
  const foreign = plan.objects.find(
    ({ live, reference }) =>
      made.has(identityOf(reference)) &&
      live !== undefined &&
      live.metadata.annotations?.[colourOfMark] === undefined,
  );
  if (foreign === undefined) return undefined;
  const reason = `${describeReference(foreign.reference)} exists and was not made for a colour of this release`;
  return impossible({ reason, hint: 'Rename or delete that object' }, plan);
}

/**
 * Refuses a first deploy that would take a Service away from the pods that it leads to, for pods that
 * are not there yet.
 */
export function refuseForeignTraffic({ pair, services }: Colours, { objects }: ReleasePlan): void {
  const running = services.find(({ metadata }) => metadata.name === pair.service);
  const coming = objects.find(
    ({ reference }) => identityOf(reference) === identityOf(workloadOf(pair)),
  );
  if (running === undefined || coming === undefined) return;
  const selector = serviceSelector(running);
  if (Object.keys(selector).length === 0 || matches(selector, podLabelsOf(coming.declared))) return;
  throw new PreconditionError(
    `Service ${pair.service} leads to other pods (${shown(selector)}) than those of Deployment ${pair.workload}, which does not exist yet`,
    {
      hint: `Deploy ${pair.workload} once with a Service of its own, or use strategy rolling, which takes the Service over at once`,
    },
  );
}

/** The ending of a release that blue-green cannot bring out; nothing was written. */
export function impossible(
  { hint, reason }: { readonly hint: string; readonly reason: string },
  plan: ReleasePlan,
): Ending {
  return { verdict: 'failed', reason, hint, plan };
}
