import { expect, test } from '@jest/globals';
import { findSplitRule } from '../../src/traffic/find-split-rule.ts';
import type { SplitQuestion } from '../../src/traffic/find-split-rule.ts';
import { backend, httpRoute } from './routes.ts';

const nothing: SplitQuestion = { rule: undefined, stable: undefined, canary: undefined };
const alone = { backendRefs: [backend('web')] };
const both = { backendRefs: [backend('web', 100), backend('web-canary', 0)] };
const api = { name: 'api', backendRefs: [backend('api')] };

test.each([
  ['one backend', [alone], {}, { rule: 0, stable: 0, canary: undefined }, 'web'],
  ['both backends', [both], {}, { rule: 0, stable: 0, canary: 1 }, 'web'],
  [
    'the canary first, the stable side named',
    [{ backendRefs: [backend('web-canary', 0), backend('web', 100)] }],
    { stable: 'web' },
    { rule: 0, stable: 1, canary: 0 },
    'web',
  ],
  [
    'a rule by number',
    [alone, api],
    { rule: '2' },
    { rule: 1, stable: 0, canary: undefined },
    'api',
  ],
  [
    'a rule by name',
    [alone, api],
    { rule: 'api' },
    { rule: 1, stable: 0, canary: undefined },
    'api',
  ],
  [
    'a rule by its backend',
    [alone, api],
    { stable: 'api' },
    { rule: 1, stable: 0, canary: undefined },
    'api',
  ],
  [
    'the first backend of several rules',
    [alone, api],
    {},
    { rule: 0, stable: 0, canary: undefined },
    'web',
  ],
] as const)('finds %s', (_, rules, question, place, stable) => {
  const found = findSplitRule(httpRoute(rules), { ...nothing, ...question });
  expect(found).toEqual({ place, backends: { stable, canary: `${stable}-canary`, port: 80 } });
});

test.each([
  [
    'a Service that no rule has',
    [alone],
    { stable: 'shop' },
    /stable: no rule of HTTPRoute web in namespace shop has Service shop/,
  ],
  [
    'a rule that is not there',
    [alone, api],
    { rule: 'x' },
    /rule: .* has no rule "x"; it has 2 rules, api/,
  ],
  ['a side in two rules', [alone, alone], {}, /rule: Service web is a backend of rules 1, 2/],
  [
    'a third backend',
    [{ backendRefs: [backend('web'), backend('old')] }],
    {},
    /has 2 backends, and only web and web-canary/,
  ],
  ['the same Service on both sides', [alone], { canary: 'web' }, /canary: is Service web/],
  [
    'a backend named twice',
    [{ backendRefs: [backend('web'), backend('web')] }],
    {},
    /names the same backend twice/,
  ],
  ['no backend', [{}], {}, /no backend to take traffic from/],
  [
    'a Service of another namespace',
    [{ backendRefs: [{ ...backend('web'), namespace: 'x' }] }],
    {},
    /stable: no rule/,
  ],
] as const)('refuses %s', (_, rules, question, message) => {
  expect(() => findSplitRule(httpRoute(rules), { ...nothing, ...question })).toThrow(message);
});
