import type { HttpAnswer } from '../http/answer.ts';
import type { Json } from '../json/json.ts';
import { formatDuration } from '../time/duration.ts';
import type { Expectation } from './check.ts';
import { assessJson } from './json-assertion.ts';
import { describeStatusRanges, includesStatus } from './status-range.ts';
import { assessText } from './text-expectation.ts';

/** An answer and how long it took in all, in milliseconds. */
export interface TimedAnswer extends HttpAnswer {
  readonly latency: number;
}

/** Everything in which an answer is not as expected, one sentence each; empty where it is. */
export function assessAnswer(answer: TimedAnswer, expected: Expectation): readonly string[] {
  const problems: string[] = [];
  if (!includesStatus(expected.status, answer.status)) {
    problems.push(`status is ${answer.status}, not ${describeStatusRanges(expected.status)}`);
  }
  for (const [name, text] of Object.entries(expected.headers)) {
    problems.push(...assessText(`header ${name}`, answer.headers[name], text));
  }
  problems.push(...assessText('body', answer.body, expected.body));
  problems.push(...assessDocument(answer.body, expected));
  if (expected.latency !== undefined && answer.latency > expected.latency) {
    const [took, limit] = [answer.latency, expected.latency].map(formatDuration);
    problems.push(`the answer took ${took ?? ''}, more than ${limit ?? ''}`);
  }
  return problems;
}

function assessDocument(body: string, expected: Expectation): readonly string[] {
  if (expected.json.length === 0) return [];
  let document: Json;
  try {
    document = JSON.parse(body) as Json;
  } catch {
    return ['body is not JSON'];
  }
  return expected.json
    .map((assertion) => assessJson(document, assertion))
    .filter((problem) => problem !== undefined);
}
