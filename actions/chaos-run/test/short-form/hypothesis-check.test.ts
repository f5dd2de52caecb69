import { expect, test } from '@jest/globals';
import { InputError } from '@kube-delivery/shared/action/errors';
import { InputReader } from '@kube-delivery/shared/action/input-reader';
import { createSecrets } from '@kube-delivery/shared/action/secrets';
import { quietContext } from '../../../../shared/test/action/quiet-context.ts';
import { readHypothesis } from '../../src/short-form/hypothesis-check.ts';
import type { HypothesisCheck } from '../../src/short-form/hypothesis-check.ts';

function read(hypothesis: string | undefined): {
  readonly checks: readonly HypothesisCheck[] | undefined;
  readonly problems: readonly string[];
  readonly hidden: readonly string[];
} {
  const hidden: string[] = [];
  const context = quietContext({ secrets: createSecrets((value) => hidden.push(value)) });
  const reader = new InputReader(() => hypothesis);
  const checks = readHypothesis(reader, context);
  try {
    reader.finish();
    return { checks, problems: [], hidden };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { checks, problems: error.problems.map(({ message }) => message), hidden };
  }
}

test('checks keep their words, get unlike names, and know whether they are asked during', () => {
  const { checks, problems, hidden } = read(`
- { path: /a, during: true, headers: { authorization: Bearer s3cr3t-word } }
- { path: /a }
`);
  expect(problems).toEqual([]);
  expect(checks).toMatchObject([
    {
      during: true,
      words: { name: '/a', path: '/a', headers: { authorization: 'Bearer s3cr3t-word' } },
      check: { name: '/a' },
    },
    { during: false, words: { name: '/a 2', path: '/a' }, check: { name: '/a 2' } },
  ]);
  expect(checks?.[0]?.words).not.toHaveProperty('during');
  expect(hidden).toContain('s3cr3t-word');
});

test('none is given', () => {
  expect(read(undefined)).toEqual({ checks: undefined, problems: [], hidden: [] });
});

test.each([
  ['[]', ['holds no check; write at least one, or leave hypothesis out']],
  ['- { path: /a, during: 1 }', ['line 1: during must be true or false']],
  ['- { path: a }', ['line 1: path is needed and must begin with / (or give url)']],
])('%j is refused', (text, expected) => {
  expect(read(text).problems).toEqual(expected);
});
