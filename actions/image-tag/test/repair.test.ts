import { describe, expect, test } from '@jest/globals';
import { isTag } from '@kube-delivery/shared/image/reference';
import fc from 'fast-check';
import { labelSafe, repairTag } from '../src/repair.ts';

test.each([
  ['main', 'main'],
  ['feature-a', 'feature-a'],
  ['feature/a', 'feature-a-951d42dc'],
  ['1.2.3+build.7', '1.2.3-build.7-46249c75'],
  ['.hidden', 'hidden-16924190'],
  ['a//b', 'a-b-7a9acf33'],
  ['功能', 'x-25f5ce57'],
  ['fix-deadbeef', 'fix-deadbeef-4df4b325'],
  ['a'.repeat(200), `${'a'.repeat(119)}-c2a908d9`],
])('%s becomes %s', (text, tag) => {
  expect(repairTag(text)).toBe(tag);
});

// Like names of branches: much that is legal, some that is not, at times what a repair ends with.
const name = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('a', 'B', '7', '.', '-', '_') },
      fc.constantFrom('/', '+', 'é', '功', ' ', '-deadbeef', '-12345678'),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))
  .filter((text) => text !== '');

describe('a repaired name', () => {
  test('is a legal tag within the limit', () => {
    fc.assert(
      fc.property(name, fc.integer({ min: 10, max: 128 }), (text, longest) => {
        const tag = repairTag(text, longest);
        expect(isTag(tag)).toBe(true);
        expect(tag.length).toBeLessThanOrEqual(longest);
      }),
    );
  });

  test('never meets that of another name, whatever the limits', () => {
    const limit = fc.integer({ min: 10, max: 128 });
    fc.assert(
      fc.property(name, name, limit, limit, (a, b, limitA, limitB) => {
        fc.pre(a !== b);
        expect(repairTag(a, limitA)).not.toBe(repairTag(b, limitB));
      }),
    );
  });

  test('never meets another one when it is itself a name', () => {
    fc.assert(
      fc.property(name, (text) => {
        const tag = repairTag(text);
        fc.pre(tag !== text);
        expect(repairTag(tag)).not.toBe(tag);
      }),
    );
  });
});

describe('a label-safe tag', () => {
  test.each([
    ['sha-0123456789ab-42.1', 'sha-0123456789ab-42.1'],
    ['feature-a-951d42dc', 'feature-a-951d42dc'],
    ['a'.repeat(63), 'a'.repeat(63)],
    ['_', 'x-d2e2adf7'],
    ['v1-', 'v1-87703cec'],
  ])('of %s is %s', (tag, label) => {
    expect(labelSafe(tag)).toBe(label);
  });

  test('is always a legal label value', () => {
    const tag = fc.stringMatching(/^\w[\w.-]{0,127}$/);
    fc.assert(
      fc.property(tag, (text) => {
        const label = labelSafe(text);
        expect(label).toMatch(/^[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/);
        expect(label.length).toBeLessThanOrEqual(63);
        if (/^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/.test(text)) expect(label).toBe(text);
      }),
    );
  });
});
