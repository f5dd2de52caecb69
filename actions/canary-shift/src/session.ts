import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { ObjectReference } from '@kube-delivery/shared/cluster/kube-object';
import type { Prober } from '@kube-delivery/shared/http/probe';
import type { MetricsSource } from '@kube-delivery/shared/metrics/prometheus';
import type { Inputs } from './inputs.ts';
import type { Journal } from './journal.ts';
import type { Versions } from './probe-tally.ts';
import type { RouteKeeper } from './route-keeper.ts';
import type { ShiftRecord } from '@kube-delivery/shared/traffic/shift-record';

/** What every part of a run works with. */
export interface Session {
  readonly inputs: Inputs;
  readonly cluster: Cluster;
  readonly context: ActionContext;
  /** Aborts when the job is cancelled or the lock is lost. */
  readonly signal: AbortSignal;
  readonly keeper: RouteKeeper;
  readonly journal: Journal;
  readonly prober: Prober | undefined;
  readonly metrics: MetricsSource | undefined;
  /** What the pods of both sides say their versions are; learnt once. */
  readonly versions: { learnt: Versions | undefined };
}

/** A reference to a Deployment of the connection's namespace. */
export function deployment({ cluster }: Session, name: string): ObjectReference {
  return { apiVersion: 'apps/v1', kind: 'Deployment', namespace: cluster.namespace, name };
}

/** A reference to a Service of the connection's namespace. */
export function service({ cluster }: Session, name: string): ObjectReference {
  return { apiVersion: 'v1', kind: 'Service', namespace: cluster.namespace, name };
}

/** The record of the shift that is under way; there must be one. */
export function presentRecord({ keeper }: Session): ShiftRecord {
  if (keeper.record === undefined) throw new Error('no shift is under way');
  return keeper.record;
}

/** The time by which something that takes `milliseconds` should be over, for people. */
export function deadlineIn({ context }: Session, milliseconds: number): string {
  return new Date(context.clock.now().getTime() + milliseconds).toISOString();
}
