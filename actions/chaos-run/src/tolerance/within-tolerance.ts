import { isJsonObject, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../activity-failed.ts';
import type { Scope } from '../experiment/experiment.ts';
import { isTruthy } from '../experiment/python-truth.ts';
import { substitute } from '../experiment/substitute.ts';
import { PythonTypeError, pythonAtMost, pythonEquals, pythonIn } from './python-compare.ts';
import { ToleranceCrash } from './tolerance-crash.ts';
import { withinJsonPath } from './within-json-path.ts';
import { withinPattern } from './within-pattern.ts';
import { withinRange } from './within-range.ts';

/**
 * Whether what a probe gave is what its tolerance asks for, as Chaos Toolkit decides it. Names in a text,
 * a pattern, a path and an expectation are substituted here. `playProbe` plays the probe that the
 * tolerance is, with the probe's output as its argument `value`; it is not called for other kinds.
 * Throws a ToleranceCrash where Chaos Toolkit would raise, and what `playProbe` rejects with, but for
 * an ActivityFailedError: that is out of tolerance.
 */
export async function withinTolerance(
  tolerance: Json,
  output: Json,
  scope: Scope,
  playProbe: (value: Json) => Promise<Json>,
): Promise<boolean> {
  const asked = typeof tolerance === 'string' ? substitute(tolerance, scope) : tolerance;
  if (isJsonObject(asked)) return withinMap(asked, output, scope, playProbe);
  if (Array.isArray(asked)) return withinList(asked as readonly Json[], output);
  if (typeof asked === 'number' && Number.isInteger(asked)) {
    return pythonEquals(statusOf(output) ?? output, asked);
  }
  // A variable's null or fraction is never met, as Chaos Toolkit has no rule for it.
  if (typeof asked === 'number' || asked === null) return false;
  return pythonEquals(output, asked);
}

function statusOf(output: Json): Json | undefined {
  return isJsonObject(output) ? valueAt(output, 'status') : undefined;
}

function withinList(asked: readonly Json[], output: Json): boolean {
  const status = statusOf(output);
  if (status !== undefined) return pythonIn(status, asked);
  const [from, to] = asked;
  if (from === undefined || to === undefined || asked.length !== 2) return pythonIn(output, asked);
  try {
    return pythonAtMost(from, output) && pythonAtMost(output, to);
  } catch (error) {
    if (!(error instanceof PythonTypeError)) throw error;
    throw new ToleranceCrash(
      `a tolerance of two values is a range from the one to the other, but ${error.message}: write three values or more for a choice, or a range that fits what the probe gives`,
      { cause: error },
    );
  }
}

async function withinMap(
  asked: JsonObject,
  output: Json,
  scope: Scope,
  playProbe: (value: Json) => Promise<Json>,
): Promise<boolean> {
  switch (stringAt(asked, 'type')) {
    case 'probe':
      return await withinProbe(output, playProbe);
    case 'regex':
      return withinPattern(asked, output, scope);
    case 'jsonpath':
      return withinJsonPath(asked, output, scope);
    case 'range':
      return withinRange(asked, output);
    case undefined:
    default:
      // Only a variable can hold such a map, and Chaos Toolkit has no rule for it.
      return false;
  }
}

async function withinProbe(
  output: Json,
  playProbe: (value: Json) => Promise<Json>,
): Promise<boolean> {
  try {
    return isTruthy(await playProbe(output));
  } catch (error) {
    if (error instanceof ActivityFailedError) return false;
    throw error;
  }
}
