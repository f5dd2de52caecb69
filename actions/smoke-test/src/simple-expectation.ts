import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { Expectation } from '@kube-delivery/shared/http-check/check';
import {
  jsonAssertionShape,
  parseJsonAssertion,
} from '@kube-delivery/shared/http-check/json-assertion';
import { defaultExpectation } from '@kube-delivery/shared/http-check/parse-expectation';
import { parseStatusRange, statusExamples } from '@kube-delivery/shared/http-check/status-range';
import type { TextExpectation } from '@kube-delivery/shared/http-check/text-expectation';

const anyGoodStatus = '2xx';

/** What is expected of the one request that is sent where no checks are given. */
export interface SimpleExpectation {
  readonly expectation: Expectation;
  /** Whether anything was expected beyond a good status. */
  readonly given: boolean;
}

/** Reads `expect-status`, `expect-body`, `expect-header` and `expect-json`. */
export function readSimpleExpectation(reader: InputReader, hasChecks: boolean): SimpleExpectation {
  const statuses = reader.list('expect-status', { commas: true, fallback: anyGoodStatus });
  const body = reader.text('expect-body');
  const headers = reader.list('expect-header');
  const assertions = reader.list('expect-json');
  const isOtherStatus = statuses.join(',') !== anyGoodStatus;
  const given = body !== undefined || headers.length > 0 || assertions.length > 0;
  if ((given || isOtherStatus) && hasChecks) {
    reader.reject(
      'checks',
      'exclude expect-status, expect-body, expect-header and expect-json: say it in the checks',
    );
  }
  const status = statuses.map((text) => {
    const range = parseStatusRange(text);
    if (range === undefined) {
      const allowed = `write ${statusExamples}, several parted by commas`;
      reader.reject('expect-status', `${JSON.stringify(text)} is not a status; ${allowed}`);
    }
    return range;
  });
  return {
    given,
    expectation: {
      ...defaultExpectation,
      status: status.filter((range) => range !== undefined),
      headers: readHeaders(reader, headers),
      body: body === undefined ? {} : { contains: body },
      json: assertions.flatMap((text) => {
        const assertion = parseJsonAssertion(text);
        if (assertion !== undefined) return [assertion];
        reader.reject('expect-json', `${JSON.stringify(text)} is not ${jsonAssertionShape}`);
        return [];
      }),
    },
  };
}

function readHeaders(
  reader: InputReader,
  lines: readonly string[],
): Readonly<Record<string, TextExpectation>> {
  const headers: Record<string, TextExpectation> = {};
  for (const line of lines) {
    const [, name, value] = /^([\w-]+)\s*:\s*(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      reader.reject('expect-header', `${JSON.stringify(line)} is not name: value`);
    } else headers[name.toLowerCase()] = value === '' ? { exists: true } : { contains: value };
  }
  return headers;
}
