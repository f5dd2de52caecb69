import { stringAt } from '../../json/json.ts';
import type { KubeObject } from '../kube-object.ts';
import type { Readiness } from '../readiness.ts';
import { failed, progressing, ready } from './verdicts.ts';

/** A PersistentVolumeClaim is ready when it is bound. */
export function assessVolumeClaim(object: KubeObject): Readiness {
  const phase = stringAt(object, 'status', 'phase');
  if (phase === 'Bound') return ready;
  return phase === 'Lost' ? failed('its volume is lost') : progressing('is not bound to a volume');
}

/**
 * Whether a claim stays unbound on purpose: its storage class waits for a first pod (KEP-490), and the
 * scheduler has not chosen a node for one.
 */
export function waitsForFirstConsumer(claim: KubeObject, storageClass: KubeObject): boolean {
  return (
    stringAt(claim, 'status', 'phase') === 'Pending' &&
    stringAt(storageClass, 'volumeBindingMode') === 'WaitForFirstConsumer' &&
    claim.metadata.annotations?.['volume.kubernetes.io/selected-node'] === undefined
  );
}
