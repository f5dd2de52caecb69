import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import type { PythonProvider, Scope } from '../experiment/experiment.ts';
import { substitute } from '../experiment/substitute.ts';

/** The arguments that a file gives a function, substituted. */
export function givenArguments(
  { arguments: given }: Pick<PythonProvider, 'arguments'>,
  scope: Scope,
): JsonObject {
  const substituted = substitute(given, scope);
  return isJsonObject(substituted) ? substituted : {};
}
