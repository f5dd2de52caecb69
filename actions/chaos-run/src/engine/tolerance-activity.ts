import { isJsonObject, objectAt, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import type { Activity } from '../experiment/experiment.ts';
import { providerOf } from '../experiment/provider-of.ts';
import { ToleranceCrash } from '../tolerance/tolerance-crash.ts';

/**
 * The probe that a tolerance of the type `probe` is. It gets what `probe` gave as the argument `value`, so
 * that its arguments must be a map; `compat` refuses missing ones, as Chaos Toolkit dies of them.
 */
export function toleranceActivity(tolerance: Json, probe: Activity, compat: boolean): Activity {
  const given = valueAt(tolerance, 'provider', 'arguments');
  if (compat ? !isJsonObject(given) : given !== undefined && !isJsonObject(given)) {
    throw new ToleranceCrash(
      'the tolerance is a probe that is given the argument value, but its provider has no map of ' +
        'arguments: write `arguments: {}`',
    );
  }
  return {
    type: 'probe',
    name: stringAt(tolerance, 'name') ?? `tolerance of ${probe.name}`,
    provider: providerOf(objectAt(tolerance, 'provider')),
    background: false,
    pauses: {},
    tolerance: undefined,
    document: isJsonObject(tolerance) ? tolerance : {},
    line: probe.line,
  };
}
