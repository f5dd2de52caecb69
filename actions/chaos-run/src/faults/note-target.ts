import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { FunctionWorld } from '../functions/native-function.ts';

/** Notes in the ledger that an object is in, with what was done to it, or out, with the reason. */
export function noteTarget(
  { ledger, clock }: Pick<FunctionWorld, 'ledger' | 'clock'>,
  act: string,
  { kind, metadata }: KubeObject,
  { in: isIn, reason }: { readonly in: boolean; readonly reason: string },
): void {
  const { namespace, name } = metadata;
  ledger.note({ kind, namespace, name, in: isIn, reason, act, at: clock.now().toISOString() });
}
