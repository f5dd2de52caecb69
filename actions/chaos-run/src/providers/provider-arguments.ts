import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import type { ExtraArguments } from '../engine/play.ts';
import type { Scope } from '../experiment/experiment.ts';
import { isTruthy } from '../experiment/python-truth.ts';
import { substitute } from '../experiment/substitute.ts';

/**
 * The arguments of an HTTP or process provider, with `extra` ones beside those of a map. As in Chaos
 * Toolkit they are left alone, `$$` too, where there is neither configuration nor a secret.
 */
export function providerArguments(
  given: Json | undefined,
  scope: Scope,
  extra: ExtraArguments = {},
): Json | undefined {
  const all =
    Object.keys(extra).length > 0 ? { ...(isJsonObject(given) ? given : {}), ...extra } : given;
  const hasNames = isTruthy(scope.configuration) || isTruthy(scope.secrets);
  return isTruthy(all) && hasNames ? substitute(all, scope) : all;
}
