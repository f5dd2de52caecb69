import { expect, test } from '@jest/globals';
import { parseChecks, parseOneCheck } from '../../src/http-check/parse-checks.ts';

test('a check with every word', () => {
  const { checks, problems } = parseChecks(`
- name: orders
  path: /api/orders
  method: POST
  headers: { X-Team: shop }
  json: { n: 1 }
  timeout: 5s
  expect:
    status: [201, 4xx]
    headers: { Content-Type: { matches: json }, x-powered-by: { absent: true }, vary: Accept }
    body: { contains: ok, absent: error }
    json: ['$.status = ok']
    latency: 600ms
`);
  expect(problems).toEqual([]);
  expect(checks).toEqual([
    {
      name: 'orders',
      url: { path: '/api/orders' },
      method: 'POST',
      headers: { 'x-team': 'shop', 'content-type': 'application/json' },
      body: '{"n":1}',
      timeout: 5000,
      expect: {
        status: [
          { from: 201, to: 201 },
          { from: 400, to: 499 },
        ],
        headers: {
          'content-type': { matches: /json/ },
          'x-powered-by': { absent: true },
          vary: { equals: 'Accept' },
        },
        body: { contains: 'ok', absent: 'error' },
        json: [{ text: '$.status = ok', path: '$.status', operator: '=', value: 'ok' }],
        latency: 600,
      },
    },
  ]);
});

test('a check without a name is called by its path without the query, and twice the same name gets a number', () => {
  const { checks } = parseChecks(
    '- path: /a?token=x\n- path: /a\n- url: https://shop.example/b?x=1\n',
  );
  expect(checks.map(({ name }) => name)).toEqual(['/a', '/a 2', '/b']);
  expect(checks[0]?.expect.status).toEqual([{ from: 200, to: 299 }]);
});

test.each([
  ['', []],
  ['[]', []],
  ['a: 1', ['1: must be a list of checks']],
  ['- 1', ['1: must be a map with the words of a check']],
  ['- path: /\n  expct: {}', ['2: expct is not a word of a check (did you mean expect?)']],
  ['- path: /\n  expect:\n    stats: 200', ['3: stats cannot be expected (did you mean status?)']],
  ['- path: orders', ['1: path is needed and must begin with / (or give url)']],
  ['- url: ftp://x/', ['1: must be an http or https URL']],
  ['- path: /\n  url: http://x/', ['2: url and path exclude each other']],
  [
    '- path: /\n  method: FETCH',
    ['2: must be one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'],
  ],
  ['- path: /\n  timeout: 5', ['2: must be a duration like 250ms, 90s, 10m or 1h30m']],
  ['- path: /\n  expect:\n    status: 2', ['3: must be 200, 2xx or 200-204, or a list of these']],
  [
    '- path: /\n  expect:\n    json:\n      - $.a',
    ['4: "$.a" is not <jsonpath> <=|!=|<=|>=|<|>|matches|exists> <value>'],
  ],
  ['- path: /\n  expect:\n    body: {matches: "("}', ['3: matches cannot be "("']],
  ['- path: /\n  headers: {"a b": x}', ['2: is not a header']],
  ['- path: /\n  headers: {a: "x\\ny"}', ['2: is not a header']],
  ['- path: /\n  headers: {a: ✓}', ['2: is not a header']],
  ['- path: /\n  - x', ['2: is not valid YAML']],
])('%j has the problems %j', (text, expected) => {
  const { problems } = parseChecks(text);
  expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual(
    expected.map((problem) =>
      problem.endsWith('YAML') ? expect.stringContaining(problem) : problem,
    ),
  );
});

test('words of the caller are read as true or false, and are given as written', () => {
  const { checks, items, problems } = parseChecks(
    '- { path: /a, during: true }\n- path: /b\n- path: /c\n  during: soon\n- path: /d\n  durin: true\n',
    ['during'],
  );
  expect(checks.map(({ name }) => name)).toEqual(['/a', '/b', '/c', '/d']);
  expect(items.slice(0, 2)).toEqual([{ path: '/a', during: true }, { path: '/b' }]);
  expect(problems).toEqual([
    { line: 4, message: 'during must be true or false' },
    { line: 6, message: 'durin is not a word of a check (did you mean during?)' },
  ]);
  expect(parseChecks('- { path: /a, during: true }').problems).toHaveLength(1);
});

test('one check, with problems that name the place', () => {
  expect(parseOneCheck({ path: '/a', expect: { status: 'fine' }, methd: 'GET' })).toEqual({
    problems: [
      'methd: methd is not a word of a check (did you mean method?)',
      'expect.status: must be 200, 2xx or 200-204, or a list of these',
    ],
  });
  expect(parseOneCheck({ path: '/a' })).toMatchObject({ check: { name: '/a', method: 'GET' } });
});
