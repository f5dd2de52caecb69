import { expect, test } from '@jest/globals';
import { createSecrets } from '../../src/action/secrets.ts';
import { addSecretValues } from '../../src/cluster/secret-values.ts';

test('values of a Secret are hidden, raw and in base64; those of other kinds are not', () => {
  const secrets = createSecrets(() => undefined);
  const metadata = { name: 'db' };
  addSecretValues(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata,
      data: {
        password: 'aHVudGVyMg==',
        gzip: Buffer.from([0x1f, 0x8b, 0xff, 0xfe]).toString('base64'),
      },
      stringData: { token: 'swordfish' },
    },
    secrets,
  );
  addSecretValues(
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { level: 'debug' } },
    secrets,
  );
  expect(secrets.redact('hunter2 aHVudGVyMg== swordfish debug H4v//g==')).toBe(
    '*** *** *** debug H4v//g==',
  );
});
