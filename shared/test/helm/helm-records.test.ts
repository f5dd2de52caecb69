import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/cluster/kube-object.ts';
import { readHelmRecord } from '../../src/helm/helm-records.ts';

/** A Secret as Helm wrote it. */
function recordOf(name: string): KubeObject {
  const file = path.join(import.meta.dirname, 'fixtures', name);
  return JSON.parse(readFileSync(file, 'utf8')) as KubeObject;
}

describe("Helm's record", () => {
  test.each([
    ['helm-4-record.json', 'server'],
    ['helm-3-record.json', 'client'],
  ])('%s is read, applied by the %s', (file, appliedBy) => {
    const record = recordOf(file);
    const revision = readHelmRecord(record);
    expect(revision).toMatchObject({
      revision: 1,
      status: 'deployed',
      description: 'a note',
      chart: 'shop-0.1.0',
      appVersion: '1',
      values: { list: true },
      labels: { team: 'web', 'kube-delivery.dev/revision': '7' },
      appliedBy,
    });
    expect(Object.keys(revision.labels)).toHaveLength(2);
    expect(revision.manifest).toContain('# Source: shop/templates/app.yaml\napiVersion: v1');
    expect(revision.hooks).toEqual([
      { path: 'shop/templates/hook.yaml', manifest: expect.stringContaining('kind: Job') },
    ]);
    expect(revision.writtenAt.getTime() / 1000).toBe(Number(record.metadata.labels?.modifiedAt));
  });

  test('that was never changed was written when it was created', () => {
    const record = recordOf('helm-4-record.json');
    const { creationTimestamp = '' } = record.metadata;
    const bare = { ...record, metadata: { ...record.metadata, labels: {} } };
    expect(readHelmRecord(bare).writtenAt).toEqual(new Date(creationTimestamp));
  });

  test('of a status that is not known is told as such', () => {
    const [key, text] = ['release', '{"version":2,"info":{"status":"pondering"}}'];
    const packed = gzipSync(text).toString('base64');
    const record = recordOf('helm-4-record.json');
    const data = { [key]: Buffer.from(packed).toString('base64') };
    expect(readHelmRecord({ ...record, data })).toMatchObject({ revision: 2, status: 'unknown' });
  });

  test('that cannot be read names its Secret, and not what it holds', () => {
    const record = { ...recordOf('helm-4-record.json'), data: { release: 'bm9uZQ==' } };
    expect(() => readHelmRecord(record)).toThrow(
      /^Helm's record in Secret sh\.helm\.release\.v1\.fix4\.v1 in namespace helm-try cannot be read/,
    );
  });
});
