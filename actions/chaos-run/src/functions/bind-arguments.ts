import { nearestWord } from '@kube-delivery/shared/text/nearest-word';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../activity-failed.ts';
import type { NativeFunction } from './native-function.ts';

type Signature = Pick<NativeFunction, 'module' | 'func' | 'parameters'>;

/**
 * Why Python could not call the function with these arguments: one that it requires is missing, or one
 * is not of its signature. Undefined where it could.
 */
export function bindingProblem(fn: Signature, given: JsonObject): string | undefined {
  const known = Object.keys(fn.parameters);
  const missing = known.filter(
    (name) => fn.parameters[name]?.default === undefined && !Object.hasOwn(given, name),
  );
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  const problems = [
    ...missing.map((name) => `it requires the argument ${name}`),
    ...unknown.map((name) => `it has no argument ${name}${advice(name, known)}`),
  ];
  return problems.length === 0 ? undefined : `${fn.module}.${fn.func}: ${problems.join('; ')}`;
}

/**
 * Every parameter of the function with its value, in the order of the signature; what is not given has
 * its default. Throws an ActivityFailedError where Python could not call it so.
 */
export function bindArguments(fn: Signature, given: JsonObject): JsonObject {
  const problem = bindingProblem(fn, given);
  if (problem !== undefined) throw new ActivityFailedError(problem);
  return Object.fromEntries(
    Object.entries(fn.parameters).map(([name, parameter]) => [
      name,
      (Object.hasOwn(given, name) ? given[name] : parameter.default) ?? null,
    ]),
  );
}

function advice(name: string, known: readonly string[]): string {
  const nearest = nearestWord(name, known);
  return nearest === undefined
    ? ` (it has ${known.length === 0 ? 'none' : known.join(', ')})`
    : ` (did you mean ${nearest}?)`;
}
