import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { givenIdentity } from '../../src/cluster/given-identity.ts';
import type { JsonObject } from '../../src/json/json.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'given-identity-'));
  for (const name of ['token', 'ca', 'cert', 'key']) {
    writeFileSync(path.join(folder, name), `${name} of a file\n`);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const inFolder = (name: string): string => path.join(folder, name);
const base64 = (text: string): string => Buffer.from(text).toString('base64');

function identity(user: JsonObject, cluster: JsonObject = {}, skipTlsVerify = false) {
  const { headers, tls } = givenIdentity({ cluster, user, skipTlsVerify });
  const shown = Object.entries(tls).map(([key, value]) => [
    key,
    Buffer.isBuffer(value) ? value.toString() : value,
  ]);
  return { headers, tls: Object.fromEntries(shown) as JsonObject };
}

describe('the headers of a user', () => {
  test.each<[string, () => JsonObject, JsonObject]>([
    ['nobody', () => ({}), {}],
    ['with an empty token', () => ({ token: '' }), {}],
    ['with a token', () => ({ token: 'abc\n' }), { Authorization: 'Bearer abc' }],
    [
      'with a file of a token, which counts more than a token',
      () => ({ token: 'abc', tokenFile: inFolder('token') }),
      { Authorization: 'Bearer token of a file' },
    ],
    [
      'with name and password',
      () => ({ username: 'ann', password: 'secret' }),
      { Authorization: `Basic ${base64('ann:secret')}` },
    ],
    [
      'with a token beside name and password',
      () => ({ token: 'abc', username: 'ann', password: 'secret' }),
      { Authorization: 'Bearer abc' },
    ],
    [
      'who acts as another',
      () => ({ token: 'abc', as: 'deployer' }),
      { Authorization: 'Bearer abc', 'Impersonate-User': 'deployer' },
    ],
  ])('%s', (_, user, headers) => {
    expect(identity(user()).headers).toEqual(headers);
  });
});

describe('TLS', () => {
  const data = {
    user: { 'client-certificate-data': base64('cert'), 'client-key-data': base64('key') },
    cluster: { 'certificate-authority-data': base64('ca'), 'tls-server-name': 'api.test' },
  };

  test('takes what the entries hold', () => {
    expect(identity(data.user, data.cluster).tls).toEqual({
      ca: 'ca',
      cert: 'cert',
      key: 'key',
      servername: 'api.test',
      rejectUnauthorized: true,
    });
  });

  test('reads the files that the entries name', () => {
    const user = { 'client-certificate': inFolder('cert'), 'client-key': inFolder('key') };
    expect(identity(user, { 'certificate-authority': inFolder('ca') }).tls).toEqual({
      ca: 'ca of a file\n',
      cert: 'cert of a file\n',
      key: 'key of a file\n',
      rejectUnauthorized: true,
    });
  });

  test('data counts more than a file', () => {
    const cluster = { ...data.cluster, 'certificate-authority': inFolder('missing') };
    expect(identity({}, cluster).tls).toMatchObject({ ca: 'ca' });
  });

  test('without a check of the certificate there is no authority', () => {
    expect(identity({}, { 'certificate-authority': inFolder('missing') }, true).tls).toEqual({
      rejectUnauthorized: false,
    });
  });

  test('a file that is not there is an error that names it', () => {
    expect(() => identity({ tokenFile: inFolder('missing') })).toThrow(/ENOENT.*missing/);
  });
});
