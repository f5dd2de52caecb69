import { isDeepStrictEqual } from 'node:util';
import { PreconditionError } from '../../action/errors.ts';
import type { ObjectReference } from '../../cluster/kube-object.ts';
import { numberAt } from '../../json/json.ts';
import type { Deadline } from '../../time/deadline.ts';
import { writePlan } from '../attempt.ts';
import { watchUntilReady } from '../watch-until-ready.ts';
import type { Failure } from '../failure.ts';
import type { ReleaseWork } from '../release-work.ts';
import { serviceSelector } from '../twin/service-selector.ts';
import { awaitServed } from './await-served.ts';
import type { MovedService } from './blue-green-record.ts';
import { moveService, shown } from './move-service.ts';
import { colourWorkload, planOf } from './prepare-colour.ts';
import type { PreparedColour } from './prepare-colour.ts';
import { portsAfter } from './service-ports.ts';

/** Brings up the pods of a prepared colour, and waits until all of them are ready. */
export async function bringUp(
  work: ReleaseWork,
  prepared: PreparedColour,
  deadline: Deadline,
): Promise<Failure | undefined> {
  const plan = planOf(prepared, 'before', 'colour');
  const failure = await writePlan(work, plan, deadline);
  if (failure !== undefined) return failure;
  await giveReplicas({ ...work, signal: deadline.signal }, prepared);
  return watchUntilReady(
    work,
    plan.objects.map(({ reference }) => reference),
    deadline,
  );
}

/** Lets the preview Service lead to a prepared colour, and waits until it does. */
export async function showPreview(
  work: ReleaseWork,
  prepared: PreparedColour,
  deadline: Deadline,
): Promise<Failure | undefined> {
  const plan = planOf(prepared, 'preview');
  const failure = await writePlan(work, plan, deadline);
  if (failure !== undefined) return failure;
  for (const { reference } of plan.objects) {
    await awaitServed({ ...work, signal: deadline.signal }, reference, prepared.painting.selector);
  }
  return undefined;
}

/**
 * Sends the requests of all Services of a release to a prepared colour, each in one write. Those that the
 * release brings are made.
 */
export async function moveServices(
  work: ReleaseWork,
  prepared: PreparedColour,
  moved: readonly MovedService[],
  deadline: Deadline,
): Promise<Failure | undefined> {
  const { namespace } = prepared.colours.pair;
  const within = { ...work, signal: deadline.signal };
  for (const { name, before, selector } of moved) {
    if (before === undefined) continue;
    const reference = { apiVersion: 'v1', kind: 'Service', namespace, name };
    const ports = await portsAfter(within, prepared, reference);
    await moveService(within, {
      service: reference,
      from: before.selector,
      to: selector,
      ...ports,
    });
  }
  return writePlan(work, planOf(prepared, 'switch'), deadline);
}

/** Waits until the pair's Service is seen to lead to the pods of a prepared colour, and to no others. */
export async function untilServed(
  work: Pick<ReleaseWork, 'cluster' | 'context' | 'signal'>,
  prepared: PreparedColour,
): Promise<void> {
  const { namespace, service } = prepared.colours.pair;
  const main = { apiVersion: 'v1', kind: 'Service', namespace, name: service };
  await requireSelector(work, main, prepared);
  await awaitServed(work, main, prepared.painting.selector);
}

/** Moves all Services to a prepared colour, and waits until that serves. */
export async function switchServices(
  work: ReleaseWork,
  prepared: PreparedColour,
  moved: readonly MovedService[],
  deadline: Deadline,
): Promise<Failure | undefined> {
  const failure = await moveServices(work, prepared, moved, deadline);
  if (failure !== undefined) return failure;
  await untilServed({ ...work, signal: deadline.signal }, prepared);
  return undefined;
}

/** Writes what follows the switch, and waits until all of the release is ready. */
export async function writeRest(
  work: ReleaseWork,
  prepared: PreparedColour,
  deadline: Deadline,
): Promise<Failure | undefined> {
  const failure = await writePlan(work, planOf(prepared, 'after'), deadline);
  if (failure !== undefined) return failure;
  return watchUntilReady(
    work,
    prepared.plan.objects.map(({ reference }) => reference),
    deadline,
  );
}

/** Somebody else's labels in the selector would leave the Service without pods. */
async function requireSelector(
  { cluster, signal }: Pick<ReleaseWork, 'cluster' | 'signal'>,
  service: ObjectReference,
  { painting }: PreparedColour,
): Promise<void> {
  const wanted = painting.services.find(({ name }) => name === service.name)?.selector ?? {};
  const live = await cluster.read(service, signal);
  const selector = live === undefined ? {} : serviceSelector(live);
  if (isDeepStrictEqual(selector, wanted)) return;
  throw new PreconditionError(
    `Service ${service.name} selects ${shown(selector)}, not ${shown(wanted)} as it was switched to`,
    { hint: 'Find out who changed the Service, then run this again' },
  );
}

/**
 * Gives a colour as many pods as it must have before it serves: that of an autoscaler is left at the
 * number it has when it is applied, which for one that was scaled down is none.
 */
async function giveReplicas(
  { cluster, context, signal }: Pick<ReleaseWork, 'cluster' | 'context' | 'signal'>,
  prepared: PreparedColour,
): Promise<void> {
  const reference = colourWorkload(prepared);
  const live = await cluster.read(reference, signal);
  const present = numberAt(live, 'spec', 'replicas') ?? 1;
  if (present >= prepared.replicas) return;
  context.log.info(`Deployment ${reference.name}: ${present} to ${prepared.replicas} pods`);
  const path = '/spec/replicas';
  await cluster.patch(reference, [{ op: 'replace', path, value: prepared.replicas }], { signal });
}
