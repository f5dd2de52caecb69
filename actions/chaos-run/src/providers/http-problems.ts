import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { isTruthy } from '../experiment/python-truth.ts';

/** What Chaos Toolkit would refuse of an HTTP provider as the file writes it; empty where it is valid. */
export function httpProblems(provider: JsonObject): readonly string[] {
  const problems: string[] = [];
  if (!isTruthy(provider.url)) problems.push('an http provider needs a `url`');
  const { headers } = provider;
  if (isTruthy(headers) && !isJsonObject(headers)) {
    problems.push('the headers of an http provider are a map');
  }
  return problems;
}
