import { expect, test } from '@jest/globals';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { httpProblems } from '../../src/providers/http-problems.ts';

test.each([
  [{ url: 'http://x' }, []],
  [{ url: 'http://x', headers: null }, []],
  [{ url: 'http://x', headers: '' }, []],
  [{ url: 'http://x', headers: { a: 'b' } }, []],
  [{}, ['an http provider needs a `url`']],
  [{ url: '' }, ['an http provider needs a `url`']],
  [{ url: 'http://x', headers: 'a: b' }, ['the headers of an http provider are a map']],
  [
    { url: null, headers: ['a'] },
    ['an http provider needs a `url`', 'the headers of an http provider are a map'],
  ],
])('the http provider %j has the problems %j', (provider: JsonObject, problems) => {
  expect(httpProblems(provider)).toStrictEqual(problems);
});
