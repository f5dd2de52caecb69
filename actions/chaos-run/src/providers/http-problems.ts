import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { pythonTruth } from '../tolerance/python-compare.ts';

/** What Chaos Toolkit would refuse of an HTTP provider as the file writes it; empty where it is valid. */
export function httpProblems(provider: JsonObject): readonly string[] {
  const problems: string[] = [];
  if (!pythonTruth(provider.url ?? null)) problems.push('an http provider needs a `url`');
  const headers = provider.headers ?? null;
  if (pythonTruth(headers) && !isJsonObject(headers)) {
    problems.push('the headers of an http provider are a map');
  }
  return problems;
}
