import { isJsonObject, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { toleranceProblem } from '../tolerance/tolerance-problem.ts';
import { checkActivity } from './check-activity.ts';
import { isTruthy } from './python-truth.ts';
import type { DocumentPath, Reading } from './reading.ts';

/** The key of the hypothesis. */
export const hypothesisKey = 'steady-state-hypothesis';

/** Reports what is wrong with the hypothesis, its probes and their tolerances. */
export function checkHypothesis(reading: Reading, experiment: JsonObject): void {
  const hypothesis = valueAt(experiment, hypothesisKey);
  const path = [hypothesisKey];
  if (hypothesis === undefined) return;
  if (!isJsonObject(hypothesis)) {
    reading.refuse(path, 'the hypothesis must be a map with title and probes');
    return;
  }
  if (!isTruthy(valueAt(hypothesis, 'title'))) {
    reading.refuse(path, 'the hypothesis needs a title');
  }
  const probes = valueAt(hypothesis, 'probes');
  if (!isTruthy(probes)) {
    reading.warn(path, 'the hypothesis has no probes, so nothing is asked');
  } else if (!Array.isArray(probes)) {
    reading.refuse([...path, 'probes'], 'probes must be a list');
  } else {
    for (const [index, probe] of (probes as readonly Json[]).entries()) {
      checkProbe(reading, [...path, 'probes', index], probe);
    }
  }
}

function checkProbe(reading: Reading, path: DocumentPath, probe: Json): void {
  checkActivity(reading, path, probe);
  if (!isJsonObject(probe)) return;
  const tolerance = valueAt(probe, 'tolerance');
  if (tolerance === undefined) {
    reading.refuse(path, 'a probe of the hypothesis needs a tolerance');
    return;
  }
  const place = [...path, 'tolerance'];
  const problem = toleranceProblem(tolerance, reading.isFloat(place));
  if (problem !== undefined) reading.refuse(place, problem);
  if (valueAt(tolerance, 'type') === 'probe') checkActivity(reading, place, tolerance, 'tolerance');
}
