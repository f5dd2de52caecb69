import { numberAt, stringAt } from '../json/json.ts';
import type { KubeObject, ObjectReference } from './kube-object.ts';
import { formatHolder } from './lock-holder.ts';
import type { LockHolder } from './lock-holder.ts';

/** For how long a holder may be silent, in seconds. */
export const leaseSeconds = 30;

const runUrlAnnotation = 'kube-delivery.dev/run';

/** What is locked: a release, a route or a namespace's chaos, and the namespace where its lease lies. */
export interface LockName {
  readonly kind: 'release' | 'route' | 'chaos';
  readonly name: string;
  readonly namespace: string;
}

/** The Lease of a lock. */
export function leaseReference({ kind, name, namespace }: LockName): ObjectReference {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    namespace,
    name: `kube-delivery-${kind}-${name}`,
  };
}

/** A Lease that `holder` has just taken; `present` is the one it takes the place of. */
export function leaseHeldBy(
  reference: ObjectReference,
  holder: LockHolder,
  facts: { readonly now: Date; readonly runUrl: string; readonly present?: KubeObject },
): KubeObject {
  const { present } = facts;
  const time = microTime(facts.now);
  const transitions = numberAt(present, 'spec', 'leaseTransitions') ?? 0;
  return {
    apiVersion: reference.apiVersion,
    kind: reference.kind,
    metadata: {
      name: reference.name,
      ...(reference.namespace === undefined ? {} : { namespace: reference.namespace }),
      ...(present?.metadata.resourceVersion === undefined
        ? {}
        : { resourceVersion: present.metadata.resourceVersion }),
      labels: { 'app.kubernetes.io/managed-by': 'kube-delivery' },
      annotations: facts.runUrl === '' ? {} : { [runUrlAnnotation]: facts.runUrl },
    },
    spec: {
      holderIdentity: formatHolder(holder),
      leaseDurationSeconds: leaseSeconds,
      acquireTime: time,
      renewTime: time,
      leaseTransitions: present === undefined ? 0 : transitions + 1,
    },
  };
}

/** The same Lease with the time of this moment. */
export function renewedLease(lease: KubeObject, now: Date): KubeObject {
  const spec = lease.spec as KubeObject['metadata'];
  return { ...lease, spec: { ...spec, renewTime: microTime(now) } };
}

/** Who holds a Lease; empty when nobody does. */
export function identityOf(lease: KubeObject): string {
  return stringAt(lease, 'spec', 'holderIdentity') ?? '';
}

/** For how long the holder of a Lease may be silent, in milliseconds. */
export function durationOf(lease: KubeObject): number {
  return (numberAt(lease, 'spec', 'leaseDurationSeconds') ?? leaseSeconds) * 1000;
}

/** URL of the run that holds a Lease, where it says so. */
export function runUrlOf(lease: KubeObject): string | undefined {
  return stringAt(lease, 'metadata', 'annotations', runUrlAnnotation);
}

/** Kubernetes' MicroTime: RFC 3339 with six digits. */
function microTime(date: Date): string {
  return date.toISOString().replace('Z', '000Z');
}
