import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planSplitChange, readSplit } from '../../src/traffic/http-route.ts';
import type { SplitRule } from '../../src/traffic/http-route.ts';
import { splitFor } from '../../src/traffic/split.ts';
import { anyRoute, backend, httpRoute, patched } from './routes.ts';

const both: SplitRule = { rule: 0, stable: 0, canary: 1 };
const route = httpRoute([{ backendRefs: [backend('web', 80), backend('web-canary', 20)] }]);

describe('planSplitChange', () => {
  test('tests the old values and writes the two weights only', () => {
    expect(planSplitChange(route, both, 'web-canary', { stable: 50, canary: 50 })).toEqual([
      { op: 'test', path: '/spec/rules/0/backendRefs/0/name', value: 'web' },
      { op: 'test', path: '/spec/rules/0/backendRefs/0/weight', value: 80 },
      { op: 'replace', path: '/spec/rules/0/backendRefs/0/weight', value: 50 },
      { op: 'test', path: '/spec/rules/0/backendRefs/1/name', value: 'web-canary' },
      { op: 'test', path: '/spec/rules/0/backendRefs/1/weight', value: 20 },
      { op: 'replace', path: '/spec/rules/0/backendRefs/1/weight', value: 50 },
    ]);
  });

  test('fails on a route whose weights somebody changed meanwhile', () => {
    const operations = planSplitChange(route, both, 'web-canary', { stable: 50, canary: 50 });
    const edited = httpRoute([{ backendRefs: [backend('web', 90), backend('web-canary', 10)] }]);
    expect(() => patched(edited, operations)).toThrow(/test/i);
  });

  test('fails on a route whose backends changed places meanwhile', () => {
    const operations = planSplitChange(route, both, 'web-canary', { stable: 50, canary: 50 });
    const edited = httpRoute([{ backendRefs: [backend('web-canary', 80), backend('web', 20)] }]);
    expect(() => patched(edited, operations)).toThrow(/test/i);
  });

  test('adds the canary as a copy of the stable backend', () => {
    const alone = httpRoute([{ backendRefs: [{ ...backend('web'), port: 8080 }] }]);
    const place: SplitRule = { rule: 0, stable: 0, canary: undefined };
    const added = patched(
      alone,
      planSplitChange(alone, place, 'web-canary', { stable: 1, canary: 0 }),
    );
    expect(added.spec).toHaveProperty('rules', [
      {
        backendRefs: [
          { ...backend('web'), port: 8080 },
          { ...backend('web-canary', 0), port: 8080 },
        ],
      },
    ]);
  });

  test('whatever the weights on the way, the route ends byte for byte as it began', () => {
    fc.assert(
      fc.property(anyRoute, fc.array(fc.integer({ min: 0, max: 100 })), (any, weights) => {
        const alone: SplitRule = { rule: any.rule, stable: 0, canary: undefined };
        const shared: SplitRule = { ...alone, canary: 1 };
        const original = readSplit(any.route, alone);
        let object = patched(
          any.route,
          planSplitChange(any.route, alone, 'web-canary', { ...original, canary: 0 }),
        );
        for (const weight of weights) {
          const split = splitFor(weight);
          object = patched(object, planSplitChange(object, shared, 'web-canary', split));
          expect(readSplit(object, shared)).toEqual(split);
        }
        object = patched(object, planSplitChange(object, shared, 'web-canary', original));
        expect(JSON.stringify(object)).toBe(JSON.stringify(any.route));
      }),
    );
  });

  test('a weight that is not written counts 1', () => {
    const bare = httpRoute([{ backendRefs: [{ name: 'web', port: 80 }] }]);
    expect(readSplit(bare, { rule: 0, stable: 0, canary: undefined })).toEqual({
      stable: 1,
      canary: undefined,
    });
  });
});
