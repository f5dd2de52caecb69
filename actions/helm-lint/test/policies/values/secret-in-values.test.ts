import { describe, expect, test } from '@jest/globals';
import { findSecrets, secretInValues } from '../../../src/policies/values/secret-in-values.ts';

// Put together here, so that no scanner takes this file for a leak.
const join = (...parts: readonly string[]): string => parts.join('');
const letters = 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA1bC3';
const privateKey = join(
  '-----BEGIN RSA PRIV',
  'ATE KEY-----\nMIIEow\n-----END RSA PRIV',
  'ATE KEY-----',
);

/** `line path` of each secret in a values file. */
function found(text: string): readonly string[] {
  const file = { file: 'charts/web/values.yaml', text, renders: ['defaults'] };
  return findSecrets('charts/web', [file]).map(({ line, path }) => `${line} ${path}`);
}

test('the example of the rule', () => {
  expect(found(secretInValues.bad)).toEqual(['3 database.password']);
  expect(found(secretInValues.good)).toEqual([]);
});

describe('by shape, whatever the key', () => {
  test.each<[string, string]>([
    ['a private key', privateKey],
    ['a private key', Buffer.from(privateKey).toString('base64')],
    ['an access key of AWS', join('AK', 'IA', 'Q3EGRWXEXAMPLE42')],
    ['a token of GitHub', join('gh', 'p_', letters)],
    ['a token of GitHub', join('github', '_pat_', letters)],
    ['a token of GitLab', join('gl', 'pat-', letters)],
    ['a token of Slack', join('xo', 'xb-', '123456789012-abcdef')],
    ['an API key of Google', join('AI', 'za', letters)],
    ['a secret key of Stripe', join('sk', '_live_', letters)],
    ['a signed token (JWT)', join('ey', 'JhbGciOiJIUzI1NiJ9.ey', 'JzdWIiOiIxIn0xxxx.', letters)],
  ])('%s', (what, value) => {
    const text = `a:\n  b: ${JSON.stringify(value)}\n`;
    const [finding, ...others] = findSecrets('web', [{ file: 'values.yaml', text, renders: [] }]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ line: 2, path: 'a.b', message: `a.b holds ${what}` });
  });

  test('as a block', () => {
    const block = privateKey.replaceAll('\n', '\n    ');
    expect(found(`tls:\n  key: |\n    ${block}\n`)).toEqual(['2 tls.key']);
  });

  test('a certificate is public', () => {
    const certificate = '-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----';
    expect(found(`a: ${JSON.stringify(certificate)}`)).toEqual([]);
    expect(found(`a: ${Buffer.from(certificate).toString('base64')}`)).toEqual([]);
  });
});

const random = 'q7Rk2vXz9LmT4w';

describe('by key, where the value is random', () => {
  test.each([
    `password: ${random}`,
    `dbPassword: ${random}`,
    `DB_PASSWORD: ${random}`,
    `token: ${random}`,
    `clientSecret: ${random}`,
    `api-key: ${random}`,
    `secrets: [${random}]`,
    `password: 3f2504e0-4f89-41d3-9a0c-0305e82c3301`,
    `password: 9e107d9d372bb6826bd81d3542a419d6`,
    `password: P@ssw0rd1234`,
    `secretKey: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY`,
  ])('%s', (text) => {
    expect(found(text)).toHaveLength(1);
  });

  test('the name beside the value, as in an env', () => {
    expect(found(`env:\n  - name: DB_PASSWORD\n    value: ${random}\n`)).toEqual([
      '3 env[0].value',
    ]);
    expect(found(`env:\n  - name: DB_HOST\n    value: ${random}\n`)).toEqual([]);
  });
});

describe('no secrets', () => {
  test.each([
    'password: ""',
    'password:',
    'password: changeme-1A2b3C4d',
    'password: short1A',
    'password: my-app-credentials',
    'password: correct-horse-battery-staple',
    'password: <set-in-Prod1A2b3C>',
    'password: ${DB_PASSWORD_1a2B}',
    'password: "{{ .Values.global.Pass1a2B }}"',
    'password: vault:kv/Data1/shop2#pass3',
    'password: ref+vault://kv1/Shop2',
    'password: ENC[AES256_GCM,data:q7Rk2vXz9LmT4w]',
    'password: your-Passw0rd-h3re',
    'password: xxxxxxxxA1b2C3',
    'password: 123456789012',
    'secret: web1-prod2-eu3',
    `existingSecret: ${random}`,
    `imagePullSecret: ${random}`,
    `imagePullSecrets: [${random}]`,
    `secretName: ${random}`,
    `passwordSecretKeyRef: ${random}`,
    `tokenUrl: ${random}`,
    `image: ${random}`,
    'useSecrets: true',
    'token: 123456789012345',
  ])('%s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

test('no part of a secret is shown, and the finding has its renders and severity', () => {
  const text = `password: ${random}\n`;
  const findings = findSecrets(
    'web',
    [{ file: 'web/ci/a.yaml', text, renders: ['a', 'b'] }],
    'error',
  );
  expect(findings).toMatchObject([
    {
      rule: 'policy/secret-in-values',
      severity: 'error',
      chart: 'web',
      renders: ['a', 'b'],
      file: 'web/ci/a.yaml',
    },
  ]);
  expect(JSON.stringify(findings)).not.toContain(random.slice(0, 4));
});

test('every document counts, and text that is no YAML has none', () => {
  expect(found(`a: 1\n---\npassword: ${random}\n`)).toEqual(['3 password']);
  expect(found(`password: ${random}\n  b: [\n`)).toEqual([]);
  expect(found('')).toEqual([]);
  expect(found('['.repeat(100_000))).toEqual([]);
});
