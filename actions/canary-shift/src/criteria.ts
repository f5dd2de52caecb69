import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import { queryVariables, unknownVariables } from '@kube-delivery/shared/metrics/query-template';
import { isLowerBound, readThreshold } from '@kube-delivery/shared/metrics/threshold';
import type { Quantity, Threshold } from '@kube-delivery/shared/metrics/threshold';

/** A query of the user's own and the bound of its value. */
export interface CustomQuery {
  readonly name: string;
  readonly query: string;
  readonly threshold: Threshold;
}

/** What the canary must keep to go on. */
export interface Criteria {
  /** Percent of requests that are answered without a server error. */
  readonly successRate: Threshold | undefined;
  /** Milliseconds that 99 % and 95 % of the answers keep. */
  readonly latencyP99: Threshold | undefined;
  readonly latencyP95: Threshold | undefined;
  readonly queries: readonly CustomQuery[];
}

/** Reads `success-rate`, `latency-p99`, `latency-p95` and `queries`. */
export function readCriteria(reader: InputReader): Criteria {
  return {
    successRate: readBound(reader, 'success-rate', 'percent', true),
    latencyP99: readBound(reader, 'latency-p99', 'duration', false),
    latencyP95: readBound(reader, 'latency-p95', 'duration', false),
    queries: readQueries(reader),
  };
}

function readBound(
  reader: InputReader,
  input: string,
  quantity: Quantity,
  wantsLowerBound: boolean,
): Threshold | undefined {
  const text = reader.text(input);
  if (text === undefined) return undefined;
  const reading = readThreshold(text, quantity);
  if ('problem' in reading) {
    reader.reject(input, reading.problem);
    return undefined;
  }
  if (isLowerBound(reading.threshold) !== wantsLowerBound) {
    const wanted = wantsLowerBound ? 'more is better: use >= or >' : 'less is better: use <= or <';
    reader.reject(input, `${JSON.stringify(text)} is the wrong way round, as ${wanted}`);
  }
  return reading.threshold;
}

function readQueries(reader: InputReader): readonly CustomQuery[] {
  const text = reader.text('queries');
  if (text === undefined) return [];
  const { documents, problems } = readYaml(text);
  for (const { line, message } of problems) reader.reject('queries', `line ${line} ${message}`);
  const [document] = documents;
  if (problems.length > 0 || document === undefined) return [];
  if (!Array.isArray(document.value) || documents.length > 1) {
    reader.reject(
      'queries',
      'is not a list; write it like - {name: …, query: …, threshold: < 0.5}',
    );
    return [];
  }
  return document.value.flatMap((item: Json, index) =>
    readQuery(item, (message) => {
      reader.reject('queries', `line ${document.lineOf(index)}: ${message}`);
    }),
  );
}

function readQuery(item: Json, reject: (message: string) => void): readonly CustomQuery[] {
  const { name, query, threshold, ...others } = isJsonObject(item) ? item : {};
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    reject(`${JSON.stringify(unknown)} is not known; allowed are name, query, threshold`);
  }
  if (typeof name !== 'string' || typeof query !== 'string' || typeof threshold !== 'string') {
    reject('name, query and threshold are required, each a text');
    return [];
  }
  const [variable] = unknownVariables(query);
  if (variable !== undefined) {
    const known = queryVariables.map((each) => `{{${each}}}`).join(', ');
    reject(`{{${variable}}} is not known; allowed are ${known}`);
  }
  const reading = readThreshold(threshold, 'number');
  if ('threshold' in reading) return [{ name, query, threshold: reading.threshold }];
  reject(reading.problem);
  return [];
}
