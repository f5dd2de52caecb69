import { InputError, PreconditionError } from '../action/errors.ts';
import { isApiError } from '../cluster/api-error.ts';
import type { KubeObject } from '../cluster/kube-object.ts';
import { arrayAt, stringAt } from '../json/json.ts';
import { httpRouteRouter } from '../traffic/http-route-router.ts';
import { isPromoting, readRecord } from '../traffic/shift-record.ts';
import type { ShiftRecord } from '../traffic/shift-record.ts';
import type { Split } from '../traffic/split.ts';
import { RouteChangedError } from '../traffic/traffic-router.ts';
import type { RouteView, TrafficRouter } from '../traffic/traffic-router.ts';
import { deleteAll } from './delete-all.ts';
import type { CanaryRecord, ReleaseRecord } from './release-record.ts';
import type { ReleaseWork } from './release-work.ts';

const routeKind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' };

/** For requests under way at the canary, and for the data plane to learn of the weights. */
const drainMs = 5000;
const attempts = 5;

/** A canary of a release that is to be given up, with the routes that may send it requests. */
export interface RunningCanary {
  readonly record: ReleaseRecord & { readonly canary: CanaryRecord };
  readonly routers: readonly TrafficRouter[];
  /** Whether a promotion has changed the stable side: it must be restored before it gets all traffic. */
  readonly touchesStable: boolean;
}

/** The canary of a revision and where it gets traffic from. Writes nothing. */
export async function findRunningCanary(
  { cluster, signal }: ReleaseWork,
  record: ReleaseRecord,
): Promise<RunningCanary | undefined> {
  const { canary } = record;
  if (canary === undefined) return undefined;
  const { service, stableService } = canary;
  const served = (await cluster.resourceOf(routeKind, signal)) !== undefined;
  const routes = served ? await cluster.list(routeKind, signal) : [];
  const routers: TrafficRouter[] = [];
  let touchesStable = false;
  for (const route of routes.filter((each) => leadsTo(each, service))) {
    const question = { rule: undefined, stable: stableService, canary: service };
    const router = await routerOf(cluster, route, question, signal);
    touchesStable ||= changesStable((await router.read(signal)).record);
    routers.push(router);
  }
  return { record: { ...record, canary }, routers, touchesStable };
}

/** Gives the canary no more requests: each route gets the weights from before the shift, in one write. */
export async function returnTraffic(work: ReleaseWork, canary: RunningCanary): Promise<void> {
  for (const router of canary.routers) await returnRoute(work, router);
  if (canary.routers.length > 0) await work.context.clock.sleep(drainMs, work.signal);
}

/** Deletes what was made for the canary and records its revision as abandoned. */
export async function removeCanary(work: ReleaseWork, { record }: RunningCanary): Promise<number> {
  const deleted = await deleteAll(work, record.canary.objects);
  const reason = 'its canary was given up by a rollback';
  await work.history.finish(record, { outcome: 'abandoned', reason }, work.signal);
  return deleted;
}

async function returnRoute({ context, signal }: ReleaseWork, router: TrafficRouter): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const view = await router.read(signal);
    const shift = view.record === undefined ? undefined : readRecord(view.record);
    const to = splitBefore(view, shift);
    try {
      await router.change(
        {
          from: view.split,
          to,
          // A shift that still runs sees that its record is gone, and stops.
          record: { from: view.record, to: undefined },
          ...(shift === undefined ? {} : { returnTo: shift.original.owners }),
        },
        signal,
      );
      context.log.info(`HTTPRoute ${router.route.name}: all requests go to the stable side`);
      return;
    } catch (thrown) {
      if (!(thrown instanceof RouteChangedError) || attempt === attempts) throw thrown;
    }
  }
}

/** A canary that had a share before the shift gets none, as it will be gone. */
function splitBefore({ split }: RouteView, shift: ShiftRecord | undefined): Split {
  const { stable, canary } = shift?.original.split ?? {
    stable: Math.max(1, split.stable + (split.canary ?? 0)),
    canary: 0,
  };
  return canary === undefined || canary === 0
    ? { stable, canary }
    : { stable: stable + canary, canary: 0 };
}

function changesStable(text: string | undefined): boolean {
  const shift = text === undefined ? undefined : readRecord(text);
  return shift !== undefined && isPromoting(shift.phase);
}

function leadsTo(route: KubeObject, service: string): boolean {
  return arrayAt(route, 'spec', 'rules')
    .flatMap((rule) => arrayAt(rule, 'backendRefs'))
    .some((backend) => stringAt(backend, 'name') === service);
}

async function routerOf(
  cluster: ReleaseWork['cluster'],
  route: KubeObject,
  question: Parameters<typeof httpRouteRouter>[2],
  signal: AbortSignal,
): Promise<TrafficRouter> {
  try {
    return await httpRouteRouter(cluster, route.metadata.name, question, signal);
  } catch (error) {
    if (isApiError(error) || !(error instanceof InputError)) throw error;
    throw new PreconditionError(`the canary's traffic cannot be taken back: ${error.message}`, {
      hint: `Give ${question.canary ?? 'the canary'} the weight 0 by hand, then run this again`,
      cause: error,
    });
  }
}
