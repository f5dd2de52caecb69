import { PreconditionError } from '../action/errors.ts';
import { describeReference, isApiError } from '../cluster/api-error.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { KubeObject, ObjectReference } from '../cluster/kube-object.ts';
import { otherEditorOf } from './field-editor.ts';
import { ownersOf, planOwnershipReturn } from './field-owner.ts';
import { findSplitRule } from './find-split-rule.ts';
import type { SplitQuestion } from './find-split-rule.ts';
import { acceptanceOf } from './http-route-acceptance.ts';
import { planSplitChange, readSplit } from './http-route.ts';
import { planRecordChange, recordAnnotation } from './record-annotation.ts';
import { describeSplit, sameSplit } from './split.ts';
import { RouteChangedError } from './traffic-router.ts';
import type { RouteChange, RouteView, TrafficRouter } from './traffic-router.ts';

/** The list of rules is atomic: whoever writes a weight owns all of it. */
const weightsField = ['spec', 'rules'] as const;

/** How often a write is planned anew when something beside the weights changed under it. */
const attempts = 5;

/** An HTTPRoute of the Gateway API as a router of traffic; throws what `findSplitRule` throws. */
export async function httpRouteRouter(
  cluster: Cluster,
  name: string,
  question: SplitQuestion,
  signal: AbortSignal,
): Promise<TrafficRouter> {
  const route: ObjectReference = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    namespace: cluster.namespace,
    name,
  };
  const first = await readRoute(cluster, route, signal);
  const { backends } = findSplitRule(first, question);
  // Once found, the sides are asked for by name: the first backend may be another one later.
  const named = { rule: question.rule, stable: backends.stable, canary: backends.canary };

  const change = async (wanted: RouteChange, within: AbortSignal): Promise<RouteView> => {
    for (let attempt = 1; ; attempt += 1) {
      const object = await readRoute(cluster, route, within);
      const { place } = findSplitRule(object, named);
      const view = viewOf(object, place);
      // An answer that was lost may have followed a write that was done.
      if (attempt > 1 && isDone(view, wanted)) return view;
      refuseIfChanged(view, wanted, route);
      const operations = [
        ...planSplitChange(object, place, backends.canary, wanted.to),
        ...planRecordChange(object, wanted.record.to),
        ...planOwnershipReturn(object, wanted.returnTo ?? [], ...weightsField),
      ];
      try {
        const written = await cluster.patch(route, operations, { signal: within });
        return viewOf(written, findSplitRule(written, named).place);
      } catch (thrown) {
        within.throwIfAborted();
        if (!isApiError(thrown, 0, 409, 422, 500, 502, 503, 504) || attempt === attempts) {
          throw thrown;
        }
      }
    }
  };
  return {
    route,
    backends,
    read: async (within) => {
      const object = await readRoute(cluster, route, within);
      return viewOf(object, findSplitRule(object, named).place);
    },
    change,
  };
}

function viewOf(object: KubeObject, place: Parameters<typeof readSplit>[1]): RouteView {
  return {
    split: readSplit(object, place),
    record: object.metadata.annotations?.[recordAnnotation],
    acceptance: acceptanceOf(object),
    otherEditor: otherEditorOf(object, ...weightsField),
    owners: ownersOf(object, ...weightsField),
  };
}

function isDone(view: RouteView, wanted: RouteChange): boolean {
  return sameSplit(view.split, wanted.to) && view.record === wanted.record.to;
}

function refuseIfChanged(view: RouteView, wanted: RouteChange, route: ObjectReference): void {
  if (!sameSplit(view.split, wanted.from)) {
    throw new RouteChangedError(
      `they are ${describeSplit(view.split)} instead of ${describeSplit(wanted.from)}`,
      'weights',
      view,
    );
  }
  if (view.record !== wanted.record.from) {
    throw new RouteChangedError(
      `the record on ${describeReference(route)} was written by another run`,
      'record',
      view,
    );
  }
}

async function readRoute(
  cluster: Cluster,
  route: ObjectReference,
  signal: AbortSignal,
): Promise<KubeObject> {
  const object = await cluster.read(route, signal);
  if (object !== undefined) return object;
  throw new PreconditionError(`${describeReference(route)} was not found`, {
    hint: 'Check the inputs route and namespace',
  });
}
