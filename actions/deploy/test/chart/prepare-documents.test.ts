import { describe, expect, test } from '@jest/globals';
import { InputError } from '@kube-delivery/shared/action/errors';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { RenderedDocument } from '@kube-delivery/shared/helm/rendered-release';
import { parseImageEntry } from '@kube-delivery/shared/manifests/image-entry';
import { imagesOf } from '@kube-delivery/shared/manifests/replace-images';
import { quietContext } from '../../../../shared/test/action/quiet-context.ts';
import { prepareDocuments } from '../../src/chart/prepare-documents.ts';
import type { Inputs } from '../../src/inputs.ts';

function jobOf(name: string, image: string): KubeObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: { template: { spec: { containers: [{ name: 'main', image }] } } },
  };
}

const web: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { template: { spec: { containers: [{ name: 'main', image: 'ghcr.io/shop/web:v1' }] } } },
};
const config: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } };

const documents: readonly RenderedDocument[] = [
  { source: 'shop/templates/config.yaml', isHook: false, objects: [config] },
  { source: 'shop/templates/web.yaml', isHook: false, objects: [config, web] },
  {
    source: 'shop/templates/hook.yaml',
    isHook: true,
    objects: [jobOf('note', 'ghcr.io/shop/web')],
  },
];

function prepare(images: readonly string[], helmMajor = 4, migrations: readonly KubeObject[] = []) {
  const entries = images.map((text) => {
    const entry = parseImageEntry(text, false);
    if (typeof entry === 'string') throw new Error(entry);
    return { input: 'images' as const, entry };
  });
  const inputs = {
    images: entries,
    update: { maxSurge: undefined, maxUnavailable: undefined },
    migrations: migrations.map((object) => ({ object, place: { file: 'm.yaml', line: 1 } })),
  };
  // Of the inputs nothing else is read.
  const session = { context: quietContext(), inputs: inputs as unknown as Inputs };
  return prepareDocuments(documents, session, helmMajor);
}

describe('the documents of a chart', () => {
  test('that no entry means stay the same ones', () => {
    expect(prepare([]).documents).toEqual(documents);
    expect(prepare([]).documents.every((each, index) => each === documents[index])).toBe(true);
  });

  test('get the image of an entry, in hooks and migrations too', () => {
    const { documents: ready, migrations } = prepare(['ghcr.io/shop/web:v2'], 4, [
      jobOf('migrate', 'ghcr.io/shop/web:v1'),
    ]);
    expect(ready[0]).toBe(documents[0]);
    expect(imagesOf(ready.flatMap(({ objects }) => objects))).toEqual(['ghcr.io/shop/web:v2']);
    expect(imagesOf(migrations)).toEqual(['ghcr.io/shop/web:v2']);
    expect(ready.map(({ objects }) => objects.length)).toEqual([1, 2, 1]);
  });

  test('may name an image that a migration alone has', () => {
    const { migrations } = prepare(['ghcr.io/shop/db:v2'], 3, [jobOf('m', 'ghcr.io/shop/db:v1')]);
    expect(imagesOf(migrations)).toEqual(['ghcr.io/shop/db:v2']);
  });

  test('are refused with an entry that means nothing, and with Helm 3 a hook', () => {
    expect(() => prepare(['ghcr.io/other/thing:v1'])).toThrow(InputError);
    expect(() => prepare(['ghcr.io/shop/web:v2'], 3)).toThrow(
      /^images: .*hook in shop\/templates\/hook\.yaml, which Helm 3 applies as the chart has it/,
    );
  });
});
