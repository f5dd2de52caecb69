import {
  arrayAt,
  isJsonObject,
  objectAt,
  stringAt,
  valueAt,
} from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { activityOf } from './activity-of.ts';
import { checkActivity } from './check-activity.ts';
import { checkControls } from './check-controls.ts';
import { checkHypothesis, hypothesisKey } from './check-hypothesis.ts';
import { checkKeys } from './check-keys.ts';
import { checkRefs, namedActivities } from './check-refs.ts';
import type { NamedActivity } from './check-refs.ts';
import { readStrategies } from './check-runtime.ts';
import { checkValues } from './check-values.ts';
import type { Activity, Experiment, Hypothesis } from './experiment.ts';
import { marksBelow } from './float-marks.ts';
import { loadDocument } from './load-document.ts';
import type { LoadedDocument } from './load-document.ts';
import { isTruthy } from './python-truth.ts';
import { pythonText } from './python-text.ts';
import { Reading } from './reading.ts';
import type { DocumentPath, ExperimentRules, Finding } from './reading.ts';

/** An experiment that can be run, or everything that stands against it. */
export type ExperimentReading =
  | {
      readonly experiment: Experiment;
      /** What of it means less than it seems to; each begins with `file:line: `. */
      readonly warnings: readonly string[];
    }
  | { readonly problems: readonly Finding[] };

/**
 * Reads an experiment in the Open Chaos format. Refused is what Chaos Toolkit's own validation refuses,
 * what it takes and would surely fail of when it runs, and what the rules do not allow. Outside of the text
 * only the programs of processes are looked for; variables of the environment are read with the scope.
 */
export function readExperiment(
  text: string,
  file: string,
  rules: ExperimentRules,
): ExperimentReading {
  const loaded = loadDocument(text, file);
  if ('message' in loaded) return { problems: [loaded] };
  return readDocument(loaded, file, rules);
}

/** The same for a document that was read already. */
export function readDocument(
  document: LoadedDocument,
  file: string,
  rules: ExperimentRules,
): ExperimentReading {
  const { value: experiment } = document;
  if (!isTruthy(experiment)) return { problems: [{ line: 1, message: 'is empty' }] };
  if (!isJsonObject(experiment)) {
    return { problems: [{ line: 1, message: 'is not an experiment: it must be a map' }] };
  }
  const reading = new Reading(document, rules);
  checkKeys(reading, experiment);
  checkValues(reading, experiment);
  checkHypothesis(reading, experiment);
  for (const key of ['method', 'rollbacks']) {
    for (const [index, activity] of arrayAt(experiment, key).entries()) {
      checkActivity(reading, [key, index], activity);
    }
  }
  checkRefs(reading, experiment);
  const controls = checkControls(reading, experiment);
  const strategies = readStrategies(reading, experiment);
  if (reading.problems.length > 0) return { problems: reading.problems };
  const build = new Build(document, experiment);
  return {
    experiment: {
      file,
      title: build.title(['title']),
      document: experiment,
      floats: document.floats,
      lineOf: (path) => document.lineOf(path),
      hypothesis: build.hypothesis(),
      duringProbes: undefined,
      method: build.activities(['method']),
      rollbacks: build.activities(['rollbacks']),
      ...strategies,
      controls,
    },
    warnings: reading.warnings.map(({ line, message }) => `${file}:${line}: ${message}`),
  };
}

/** Builds the parts of an experiment that was found valid. */
class Build {
  readonly #document: LoadedDocument;
  readonly #experiment: JsonObject;
  readonly #named: ReadonlyMap<string, NamedActivity>;

  constructor(document: LoadedDocument, experiment: JsonObject) {
    this.#document = document;
    this.#experiment = experiment;
    this.#named = namedActivities(experiment);
  }

  title(path: DocumentPath): string {
    const { floats } = this.#document;
    return pythonText(valueAt(this.#experiment, ...path) ?? '', marksBelow(floats, path));
  }

  hypothesis(): Hypothesis | undefined {
    const probes = this.activities([hypothesisKey, 'probes']);
    if (probes.length === 0) return undefined;
    return { title: this.title([hypothesisKey, 'title']), probes };
  }

  activities(path: DocumentPath): readonly Activity[] {
    return arrayAt(this.#experiment, ...path).map((item, index) =>
      this.#activity(item, [...path, index]),
    );
  }

  #activity(item: Json, path: DocumentPath): Activity {
    const own = objectAt(item);
    const ref = stringAt(own, 'ref');
    const named = ref === undefined ? undefined : this.#named.get(ref);
    return activityOf(named?.document ?? own, {
      line: this.#document.lineOf(path),
      // Of a reference, as Chaos Toolkit asks for both before it follows it.
      background: isTruthy(valueAt(own, 'background')),
      tolerance: path[0] === hypothesisKey ? valueAt(own, 'tolerance') : undefined,
      floats: marksBelow(this.#document.floats, named?.path ?? path),
    });
  }
}
