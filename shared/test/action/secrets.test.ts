import { expect, test } from '@jest/globals';
import { redactJson } from '../../src/action/redact-json.ts';
import { createSecrets } from '../../src/action/secrets.ts';

function secretsWith(...values: string[]) {
  const masked: string[] = [];
  const secrets = createSecrets((value) => masked.push(value));
  for (const value of values) secrets.add(value);
  return { secrets, masked };
}

test.each([
  ['plain', 'swordfish', 'say swordfish!', 'say ***!'],
  ['base64', 'swordfish', `x ${Buffer.from('swordfish').toString('base64')}`, 'x ***'],
  ['each line', 'first line\nsecond line', 'got second line', 'got ***'],
  ['spaces around', ' swordfish \n', 'say swordfish', 'say ***'],
  ['too short', 'abc', 'abc', 'abc'],
])('hides a secret: %s', (_name, secret, text, shown) => {
  expect(secretsWith(secret).secrets.redact(text)).toBe(shown);
});

test('a longer secret leaves nothing of itself behind where a shorter one is part of it', () => {
  expect(secretsWith('pass', 'password').secrets.redact('a password')).toBe('a ***');
});

test('the runner is told each form once', () => {
  const { masked } = secretsWith('swordfish', 'swordfish');
  expect(masked).toEqual(['swordfish', Buffer.from('swordfish').toString('base64')]);
});

test('strings and keys of JSON are redacted, everything else kept', () => {
  const { secrets } = secretsWith('swordfish');
  const value = { a: ['swordfish', 1, null, true], swordfish: { b: 'x swordfish' } };
  expect(redactJson(value, secrets)).toEqual({ a: ['***', 1, null, true], '***': { b: 'x ***' } });
});
