import { expect, test } from '@jest/globals';
import { assessJson, parseJsonAssertion } from '../../src/http-check/json-assertion.ts';

const document = {
  status: 'ok',
  count: 3,
  ready: true,
  none: null,
  version: '2.0.0',
  items: [{ id: 1 }, { id: 2 }],
  mixed: [{ id: 1 }, {}],
};

test.each([
  '$.status = ok',
  "$.status = 'ok'",
  '$.count = 3',
  '$.count >= 3',
  '$.count < 4',
  '$.ready = true',
  '$.none = null',
  '$.status != broken',
  '$.version matches ^2\\.',
  '$.items[*].id exists',
  '$.items[*].id > 0',
  '$..id exists',
])('%s holds', (text) => {
  const assertion = parseJsonAssertion(text);
  expect(assertion && assessJson(document, assertion)).toBeUndefined();
  expect(assertion?.text).toBe(text);
});

test.each([
  ['$.status = broken', '$.status = broken: it is "ok"'],
  ['$.count > 3', '$.count > 3: it is 3'],
  ['$.status > 1', '$.status > 1: it is "ok"'],
  ['$.items[*].id = 1', '$.items[*].id = 1: it is 2'],
  ['$.missing != x', '$.missing != x: nothing is at $.missing'],
  ['$.missing exists', '$.missing exists: nothing is at $.missing'],
  ['$.items[0] = {"id":2}', '$.items[0] = {"id":2}: it is {"id":1}'],
])('%s fails', (text, problem) => {
  const assertion = parseJsonAssertion(text);
  expect(assertion && assessJson(document, assertion)).toBe(problem);
});

test.each([
  ['ok', '$ = ok', undefined],
  [0, '$ = 0', undefined],
  [null, '$ exists', undefined],
  [false, '$.status = ok', '$.status = ok: nothing is at $.status'],
  [{ count: 0 }, "$.count = ''", "$.count = '': it is 0"],
  [['a'], '$[0] = a', undefined],
])('%j by %s', (value, text, problem) => {
  const assertion = parseJsonAssertion(text);
  expect(assertion && assessJson(value, assertion)).toBe(problem);
});

test('what is found is quoted up to a limit', () => {
  const assertion = parseJsonAssertion('$.long = short');
  const problem = assertion && assessJson({ long: 'x'.repeat(1000) }, assertion);
  expect(problem).toMatch(/^\$\.long = short: it is "x{199}…$/);
});

test.each(['status = ok', '$.a', '$.a ~ b', '$.a =', '$.a exists b', '$.a matches (', ''])(
  '%j is no assertion',
  (text) => {
    expect(parseJsonAssertion(text)).toBeUndefined();
  },
);

test('a path cannot run code', () => {
  const assertion = parseJsonAssertion('$..[?(process.exit(9))] exists');
  expect(assertion && assessJson(document, assertion)).toMatch(/is not a JSONPath|nothing is at/);
});
