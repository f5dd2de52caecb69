import { describe, expect, test } from '@jest/globals';
import { parseChecks } from '@kube-delivery/shared/http-check/parse-checks';
import { defaultExpectation } from '@kube-delivery/shared/http-check/parse-expectation';
import { checksForPod, checksForUrl, nameOf } from '../src/planned-check.ts';
import type { PlannedCheck } from '../src/planned-check.ts';

const simple = { expectation: { ...defaultExpectation, body: { contains: 'ok' } }, given: true };
const plain = { expectation: defaultExpectation, given: false };
const { checks } = parseChecks('- path: /a\n- url: https://shop.example/b\n');
const port = { number: 9898, readinessPath: '/readyz?full=1' };
const portOnly = { number: 5432, readinessPath: undefined };

/** Name, address and expected body of each. */
function described(planned: readonly PlannedCheck[]): readonly unknown[] {
  return planned.map((each) =>
    each.kind === 'connect'
      ? each.name
      : [nameOf(each), each.check.url, each.check.method, each.check.expect.body],
  );
}

describe('a URL', () => {
  const url = new URL('https://shop.example/healthz?token=abc');

  test('is asked itself, by a name without its query', () => {
    expect(described(checksForUrl({ checks: undefined, simple }, url))).toEqual([
      ['/healthz', url, 'GET', { contains: 'ok' }],
    ]);
  });

  test('is the base of the checks that are given', () => {
    expect(checksForUrl({ checks, simple: plain }, url).map(nameOf)).toEqual(['/a', '/b']);
  });
});

describe('a pod', () => {
  test.each([
    [
      'its readiness path',
      { checks: undefined, simple },
      port,
      [['readiness path /readyz', { path: '/readyz?full=1' }, 'GET', { contains: 'ok' }]],
    ],
    [
      'the root, where an answer is expected and there is no readiness path',
      { checks: undefined, simple },
      portOnly,
      [['path /', { path: '/' }, 'GET', { contains: 'ok' }]],
    ],
    [
      'its port, where nothing is expected',
      { checks: undefined, simple: plain },
      portOnly,
      ['TCP connect to port 5432'],
    ],
    [
      'the paths of the checks that are given',
      { checks, simple: plain },
      port,
      [['/a', { path: '/a' }, 'GET', {}]],
    ],
  ])('is asked for %s', (_, inputs, where, expected) => {
    expect(described(checksForPod(inputs, where))).toEqual(expected);
  });
});
