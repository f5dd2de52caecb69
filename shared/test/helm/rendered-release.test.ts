import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { InputError } from '../../src/action/errors.ts';
import {
  hooksOf,
  objectsOf,
  readDocuments,
  readRendered,
  readTemplated,
} from '../../src/helm/rendered-release.ts';

const dryRun = readFileSync(
  path.join(import.meta.dirname, 'fixtures', 'helm-4-dry-run.json'),
  'utf8',
);

const templated = `---
# Source: shop/crds/widget.yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com }
---
# Source: shop/templates/app.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: c }
data:
  text: |
    ---
    # Source: no/document.yaml
---
# Source: shop/templates/hook.yaml
apiVersion: batch/v1
kind: Job
metadata: { name: migrate, annotations: { helm.sh/hook: pre-upgrade } }
`;

describe('what a chart renders', () => {
  test('is read from a dry run: objects with their templates, hooks, values, notes', () => {
    const rendered = readRendered(dryRun);
    expect(rendered).toMatchObject({
      chart: 'shop-0.1.0',
      appVersion: '1',
      values: { list: true },
      notes: 'See fix4.\n',
    });
    const named = rendered.documents.map(({ source, isHook, objects }) => [
      source,
      isHook,
      objects.map(({ metadata }) => metadata.name),
    ]);
    // A document of comments alone is none; the list is taken apart.
    expect(named).toEqual([
      ['shop/templates/app.yaml', false, ['c']],
      ['shop/templates/app.yaml', false, ['a', 'b']],
      ['shop/templates/hook.yaml', true, ['fix4-migrate']],
    ]);
    expect(objectsOf(rendered)[0]).toMatchObject({
      metadata: { annotations: { mode: '0644' } },
      data: { answer: 'yes' },
    });
    expect(hooksOf(rendered).map(({ kind }) => kind)).toEqual(['Job']);
  });

  test('is read from templates, hooks by their annotation', () => {
    const { documents } = readTemplated(templated, { name: 'shop', version: '1.0.0' });
    expect(documents.map(({ source, isHook }) => [source, isHook])).toEqual([
      ['shop/crds/widget.yaml', false],
      ['shop/templates/app.yaml', false],
      ['shop/templates/hook.yaml', true],
    ]);
    expect(documents[1]?.objects[0]?.data).toEqual({
      text: '---\n# Source: no/document.yaml\n',
    });
  });

  test('may have a key twice, of which the last counts, as for Helm', () => {
    const manifest =
      '---\n# Source: shop/templates/a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: "1" }\ndata: { a: "2" }\n';
    const [document] = readDocuments({ manifest, hooks: [] });
    expect(document?.objects[0]?.data).toEqual({ a: '2' });
  });

  test('that is no object is an InputError that names template and line', () => {
    const manifest = '---\n# Source: shop/templates/bad.yaml\nkind: ConfigMap\nmetadata: {}\n';
    expect(() => readDocuments({ manifest, hooks: [] })).toThrow(InputError);
    expect(() => readDocuments({ manifest, hooks: [] })).toThrow(
      /^chart: as rendered, shop\/templates\/bad\.yaml:1: /,
    );
  });
});
