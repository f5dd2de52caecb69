import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import type { YamlDocument } from '@kube-delivery/shared/manifests/yaml';
import { parseDuration } from '@kube-delivery/shared/time/duration';
import { isWeight } from '@kube-delivery/shared/traffic/split';

/** One step on the canary's way up. */
export interface Step {
  /** The canary's share in percent. */
  readonly weight: number;
  /** Milliseconds that the weight is held and watched once its share is proved. */
  readonly soak: number;
  /** Requests that the canary must have had before the step is judged; 0 for any number. */
  readonly minRequests: number;
}

const defaultSteps = '5,20,50,100';
const keys = ['weight', 'soak', 'min-requests'];

/**
 * Reads `steps`: weights with commas or one a line, or a YAML list of maps. `soak` is that of steps
 * that name none.
 */
export function readSteps(reader: InputReader, soak: number): readonly Step[] {
  const text = reader.text('steps', defaultSteps);
  const steps = /[:{]/.test(text)
    ? readYamlSteps(reader, text, soak)
    : readWeights(reader, text, soak);
  if (reader.isRejected('steps')) return [];
  if (steps.length === 0) reader.reject('steps', `has no step; write it like ${defaultSteps}`);
  for (const [index, { weight }] of steps.entries()) {
    const before = steps[index - 1]?.weight ?? 0;
    if (weight > before) continue;
    const message = `must rise, and step ${index + 1} goes from ${before} to ${weight}`;
    reader.reject('steps', message);
  }
  return steps;
}

/** Reads the one weight of `set-weight`; undefined where it was not given. */
export function readTargetWeight(reader: InputReader): number | undefined {
  const text = reader.text('weight');
  return text === undefined ? undefined : weightOf(reader, 'weight', text);
}

function readWeights(reader: InputReader, text: string, soak: number): readonly Step[] {
  return text
    .split(/[\n,]/)
    .map((item) =>
      item
        .trim()
        .replace(/^-\s+/, '')
        .replace(/^\[|\]$/g, '')
        .trim(),
    )
    .filter((item) => item !== '')
    .map((item) => ({ weight: weightOf(reader, 'steps', item), soak, minRequests: 0 }));
}

function weightOf(reader: InputReader, input: string, text: string): number {
  const weight = /^\d+(\.\d+)?\s*%?$/.test(text) ? Number(text.replace(/\s*%$/, '')) : NaN;
  if (weight > 0 && isWeight(weight)) return weight;
  const given = JSON.stringify(text);
  reader.reject(input, `${given} is no weight; allowed are numbers above 0 up to 100, in percent`);
  return 0;
}

function readYamlSteps(reader: InputReader, text: string, soak: number): readonly Step[] {
  const { documents, problems } = readYaml(text);
  for (const { line, message } of problems) reader.reject('steps', `line ${line} ${message}`);
  const [document] = documents;
  if (document === undefined || problems.length > 0) return [];
  if (!Array.isArray(document.value) || documents.length > 1) {
    reader.reject('steps', 'is not a list of steps; write it like - {weight: 5, soak: 1m}');
    return [];
  }
  return document.value.map((item: Json, index) => {
    const value = isJsonObject(item) ? item : { weight: item };
    return readYamlStep(reader, value, lineAt(document, index), soak);
  });
}

function readYamlStep(reader: InputReader, step: JsonObject, line: number, soak: number): Step {
  const reject = (message: string): void => {
    reader.reject('steps', `line ${line}: ${message}`);
  };
  for (const key of Object.keys(step).filter((name) => !keys.includes(name))) {
    reject(`${JSON.stringify(key)} is not known; allowed are ${keys.join(', ')}`);
  }
  const own = step.soak === undefined ? soak : durationOf(step.soak);
  if (own === undefined || own === 0) {
    reject(`soak ${JSON.stringify(step.soak)} is not a duration; write it like 90s`);
  }
  const minRequests = step['min-requests'] ?? 0;
  if (typeof minRequests !== 'number' || !Number.isSafeInteger(minRequests) || minRequests < 0) {
    reject(`min-requests ${JSON.stringify(minRequests)} is not a whole number`);
  }
  const weight = typeof step.weight === 'number' ? String(step.weight) : step.weight;
  if (typeof weight !== 'string') reject('weight is required, in percent');
  return {
    weight: typeof weight === 'string' ? weightOf(reader, 'steps', weight) : 0,
    soak: own ?? soak,
    minRequests: typeof minRequests === 'number' ? minRequests : 0,
  };
}

function lineAt(document: YamlDocument, index: number): number {
  return document.lineOf(index);
}

function durationOf(value: Json): number | undefined {
  return typeof value === 'string' ? parseDuration(value) : undefined;
}
