import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  formatImageReference,
  isTag,
  parseImageReference,
  sameRepository,
} from '../../src/image/reference.ts';

const digest = `sha256:${'0a'.repeat(32)}`;

test.each([
  ['nginx', { registry: 'docker.io', repository: 'library/nginx' }],
  ['nginx:1.27', { registry: 'docker.io', repository: 'library/nginx', tag: '1.27' }],
  ['team/app', { registry: 'docker.io', repository: 'team/app' }],
  ['index.docker.io/team/app:1', { registry: 'docker.io', repository: 'team/app', tag: '1' }],
  ['localhost/app', { registry: 'localhost', repository: 'app' }],
  ['host:5000/team/app', { registry: 'host:5000', repository: 'team/app' }],
  ['host:5000/team/app:2', { registry: 'host:5000', repository: 'team/app', tag: '2' }],
  ['[::1]:5000/app:2', { registry: '[::1]:5000', repository: 'app', tag: '2' }],
  [`r.example/a/b@${digest}`, { registry: 'r.example', repository: 'a/b', digest }],
  [`r.example/a:1@${digest}`, { registry: 'r.example', repository: 'a', tag: '1', digest }],
  ['r.example/a__b/c--d', { registry: 'r.example', repository: 'a__b/c--d' }],
])('%s is parsed', (text, reference) => {
  expect(parseImageReference(text)).toEqual(reference);
});

test.each([
  '',
  ':1',
  'nginx:',
  'nginx:-1',
  'nginx:.1',
  'Nginx',
  'team/App',
  'my app',
  'app@x',
  `app@sha256:${'0'.repeat(63)}`,
  `app@${digest.toUpperCase()}`,
  'host:/app',
  'r.example//a',
  'r.example/a/',
  'a___b',
  'https://r.example/a',
  `nginx:${'x'.repeat(129)}`,
])('%j is no reference', (text) => {
  expect(parseImageReference(text)).toBeUndefined();
});

test.each([
  ['nginx', 'docker.io/library/nginx:1', true],
  ['host:5000/team/app:1', `host:5000/team/app@${digest}`, true],
  ['host:5000/team/app:1', 'host:5000/other/db:1', false],
  ['host:5000/app', 'host:5001/app', false],
])('%s and %s name the same repository: %s', (a, b, same) => {
  const [left, right] = [parseImageReference(a), parseImageReference(b)];
  expect(left && right && sameRepository(left, right)).toBe(same);
});

test('what is formatted is parsed as the same', () => {
  const part = fc.stringMatching(/^[a-z0-9]{1,8}(?:[._-][a-z0-9]{1,8})?$/);
  const parts = fc.record({
    registry: fc.constantFrom('r.example', 'host:5000', 'localhost', 'docker.io'),
    repository: fc.array(part, { minLength: 2, maxLength: 3 }).map((names) => names.join('/')),
    tag: fc.stringMatching(/^\w[\w.-]{0,20}$/),
  });
  fc.assert(
    fc.property(parts, (reference) => {
      expect(isTag(reference.tag)).toBe(true);
      expect(parseImageReference(formatImageReference(reference))).toEqual(reference);
    }),
  );
});
