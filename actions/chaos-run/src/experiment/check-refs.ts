import { arrayAt, isJsonObject, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import { hypothesisKey } from './check-hypothesis.ts';
import type { DocumentPath, Reading } from './reading.ts';

/** An activity that can be referred to. */
export interface NamedActivity {
  readonly document: JsonObject;
  readonly path: DocumentPath;
}

/**
 * The activities that a `ref` can name: those of the method and the hypothesis, not of the rollbacks. Of
 * a name that stands twice the last one counts, the hypothesis' after the method's.
 */
export function namedActivities(experiment: JsonObject): ReadonlyMap<string, NamedActivity> {
  const named = new Map<string, NamedActivity>();
  for (const path of [['method'], [hypothesisKey, 'probes']]) {
    for (const [index, document] of arrayAt(experiment, ...path).entries()) {
      const name = stringAt(document, 'name');
      if (name === undefined || name === '' || !isJsonObject(document)) continue;
      named.set(name, { document, path: [...path, index] });
    }
  }
  return named;
}

/**
 * Reports references to nothing. Chaos Toolkit's validation finds those of the method only; elsewhere
 * they would end the run when they are come to.
 */
export function checkRefs(reading: Reading, experiment: JsonObject): void {
  const named = namedActivities(experiment);
  for (const path of [['method'], [hypothesisKey, 'probes'], ['rollbacks']]) {
    for (const [index, activity] of arrayAt(experiment, ...path).entries()) {
      const ref = stringAt(activity, 'ref');
      if (ref === undefined || ref === '') continue;
      const place = [...path, index, 'ref'];
      const found = named.get(ref);
      const shown = `ref ${JSON.stringify(ref)}`;
      if (found === undefined) {
        const message = `${shown} names no activity of method and hypothesis`;
        reading.refuse(place, `${message}${suggestion(ref, [...named.keys()])}`);
      } else if (stringAt(found.document, 'ref') !== undefined) {
        reading.refuse(place, `${shown} names an activity that is a reference itself`);
      } else if (path.length > 1 && valueAt(found.document, 'type') === 'action') {
        reading.warn(place, `${shown} plays an action as a probe of the hypothesis`);
      }
    }
  }
}
