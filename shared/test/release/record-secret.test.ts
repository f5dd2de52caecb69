import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/cluster/kube-object.ts';
import { fromSecret, recordSelector, toSecret } from '../../src/release/record-secret.ts';
import type { ReleaseRecord } from '../../src/release/release-record.ts';

const record: ReleaseRecord = {
  schemaVersion: 1,
  release: 'shop',
  revision: 12,
  outcome: 'pending',
  reason: '',
  strategy: 'rolling',
  startedAt: '2026-11-21T00:00:00.000Z',
  run: { url: '', id: '1', attempt: 1, commit: 'abc', ref: 'refs/heads/main', actor: 'me' },
  objects: [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'é' }, data: { a: '\u{1F600}' } },
  ],
  created: [{ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'é' }],
};

describe('the Secret of a record', () => {
  test('keeps the record, and is found by its release', () => {
    const secret = toSecret(record, 'shop-ns');
    expect(fromSecret(secret)).toEqual(record);
    expect(secret).toMatchObject({
      type: 'kube-delivery.dev/release',
      metadata: { name: 'kube-delivery.shop.v12', namespace: 'shop-ns' },
    });
    const labels = Object.entries(secret.metadata.labels ?? {}).map((pair) => pair.join('='));
    for (const part of recordSelector('shop').split(',')) expect(labels).toContain(part);
  });

  test('refuses a record that a Secret cannot hold', () => {
    const data = { noise: randomBytes(1024 * 1024).toString('base64') };
    const objects: KubeObject[] = [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data },
    ];
    expect(() => toSecret({ ...record, objects }, 'shop-ns')).toThrow(
      /release shop takes \d+ bytes/,
    );
  });

  test.each([
    ['no data', undefined],
    ['no gzip', Buffer.from('hello').toString('base64')],
  ])('names a Secret with %s', (_, release) => {
    const secret: KubeObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'kube-delivery.shop.v1', namespace: 'shop-ns' },
      ...(release === undefined ? {} : { data: { release } }),
    };
    expect(() => fromSecret(secret)).toThrow(/kube-delivery\.shop\.v1 in namespace shop-ns/);
  });
});
