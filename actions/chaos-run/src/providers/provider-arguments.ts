import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { ExtraArguments } from '../engine/play.ts';
import type { HttpProvider, ProcessProvider, Scope } from '../experiment/experiment.ts';
import { noFloatMarks } from '../experiment/float-marks.ts';
import { isTruthy } from '../experiment/python-truth.ts';
import { substituteMarked } from '../experiment/substitute.ts';
import type { MarkedJson } from '../experiment/substitute.ts';

/**
 * The arguments of an HTTP or process provider, with `extra` ones beside those of a map; undefined where
 * there are none. As in Chaos Toolkit they are left alone, `$$` too, where there is neither
 * configuration nor a secret.
 */
export function providerArguments(
  { arguments: given, floats = noFloatMarks }: HttpProvider | ProcessProvider,
  scope: Scope,
  extra: ExtraArguments = {},
): MarkedJson | undefined {
  const value =
    Object.keys(extra).length > 0 ? { ...(isJsonObject(given) ? given : {}), ...extra } : given;
  if (value === undefined) return undefined;
  const hasNames = isTruthy(scope.configuration) || isTruthy(scope.secrets);
  const all = { value, floats };
  return isTruthy(value) && hasNames ? substituteMarked(all, scope) : all;
}
