import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/cluster/kube-object.ts';
import { readHelmRecord } from '../../src/helm/helm-records.ts';
import { readRendered } from '../../src/helm/rendered-release.ts';
import type { RenderedDocument, RenderedRelease } from '../../src/helm/rendered-release.ts';
import { documentsOf, holdsSame } from '../../src/helm/same-release.ts';

function fixture(name: string): string {
  return readFileSync(path.join(import.meta.dirname, 'fixtures', name), 'utf8');
}

const revision = readHelmRecord(JSON.parse(fixture('helm-4-record.json')) as KubeObject);
const rendered = readRendered(fixture('helm-4-dry-run.json'));
const asIs = (document: RenderedDocument): RenderedDocument => document;

describe("Helm's revision and what a chart renders", () => {
  test('are the same whatever the order of documents and keys', () => {
    expect(holdsSame(revision, rendered, asIs)).toBe(true);
    const documents = rendered.documents.toReversed().map((document) => ({
      ...document,
      objects: document.objects.map((object) => {
        const turned = Object.entries(object).reverse();
        return Object.fromEntries(turned) as unknown as KubeObject;
      }),
    }));
    expect(holdsSame(revision, { ...rendered, documents }, asIs)).toBe(true);
  });

  test.each<[string, Partial<RenderedRelease>]>([
    ['chart', { chart: 'shop-0.2.0' }],
    ['version of the application', { appVersion: '2' }],
    ['values', { values: {} }],
    ['object less', { documents: rendered.documents.slice(1) }],
    ['hook less', { documents: rendered.documents.filter(({ isHook }) => !isHook) }],
    [
      'hook that is none any more',
      { documents: rendered.documents.map((document) => ({ ...document, isHook: false })) },
    ],
  ])('are not the same with another %s', (_, other) => {
    expect(holdsSame(revision, { ...rendered, ...other }, asIs)).toBe(false);
  });

  test('cannot be compared where the revision cannot be read', () => {
    const manifest = '---\n# Source: a/b.yaml\na: [\n';
    expect(documentsOf({ ...revision, manifest })).toBeUndefined();
    expect(holdsSame({ ...revision, manifest }, rendered, asIs)).toBe(false);
  });
});
