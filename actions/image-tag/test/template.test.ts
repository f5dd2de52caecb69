import { expect, test } from '@jest/globals';
import { isTag } from '@kube-delivery/shared/image/reference';
import fc from 'fast-check';
import { fill, parseTemplate } from '../src/template.ts';
import type { Values } from '../src/template.ts';

const values: Values = {
  sha: { text: '0123456789ab' },
  'build-id': { text: '42.1' },
  'build-system': { text: 'gha' },
  branch: { text: 'feature/a' },
  version: { absent: 'there is no git tag' },
  date: { text: '20261121' },
  day: { text: '2026.11.21' },
  pr: { text: '17' },
};

function filled(text: string, changed: Partial<Values> = {}): unknown {
  const template = parseTemplate(text);
  if (typeof template === 'string') throw new Error(template);
  return fill(template, { ...values, ...changed });
}

test.each([
  ['web-{sha}', 'web-0123456789ab'],
  ['{sha}.{build-id}_{date}', '0123456789ab.42.1_20261121'],
  ['{branch}-{sha}', 'feature-a-951d42dc-0123456789ab'],
  ['x-deadbeef', 'x-deadbeef'],
])('%s gives %s', (text, tag) => {
  expect(filled(text)).toEqual({ tag });
});

test.each([
  ['a b', 'holds " "'],
  ['web/{sha}', 'holds "/"'],
  ['{sha', 'holds "{"'],
  ['é', 'holds "é"'],
  ['{shaa}', 'unknown value {shaa} (did you mean sha?)'],
  ['{pr}', 'unknown value {pr}'],
  ['{}', 'unknown value {}'],
  ['', 'has no text'],
])('%j %s', (text, problem) => {
  expect(parseTemplate(text)).toEqual(expect.stringContaining(problem));
});

test.each([
  ['-{sha}', 'a tag starts with'],
  ['.x', 'a tag starts with'],
  ['latest', 'which names no fixed version'],
  ['LaTeSt', 'which names no fixed version'],
  [`${'x'.repeat(120)}{sha}`, 'has 132 characters; a tag has at most 128'],
  [`${'x'.repeat(120)}{branch}`, 'has 130 characters'],
])('what the user typed is not repaired: %s', (text, problem) => {
  expect(filled(text)).toEqual({ problem: expect.stringContaining(problem) });
});

test('latest is refused as a branch and as a build id', () => {
  const latest = { text: 'latest' };
  expect(filled('{branch}', { branch: latest })).toHaveProperty('problem');
  expect(filled('{build-id}', { 'build-id': latest })).toHaveProperty('problem');
});

test('a value that the build lacks is named', () => {
  expect(filled('{version}-{sha}')).toEqual({ lacks: 'version', why: 'there is no git tag' });
});

test('a long branch is shortened to the room that is left, and fits for every length', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }), (a, b) => {
      const result = filled('{branch}-{version}-sha-{sha}', {
        branch: { text: 'b'.repeat(a) },
        version: { text: `1.2.3-${'r'.repeat(b)}` },
      });
      const tag = (result as { tag: string }).tag;
      expect(isTag(tag)).toBe(true);
      expect(tag).toMatch(/-sha-0123456789ab$/);
    }),
  );
});

test('two branches never share a tag', () => {
  const branch = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(branch, branch, (a, b) => {
      fc.pre(a !== b);
      const tags = [a, b].map((text) => filled('{branch}-sha-{sha}', { branch: { text } }));
      expect(tags[0]).toHaveProperty('tag');
      expect(tags[0]).not.toEqual(tags[1]);
    }),
  );
});
