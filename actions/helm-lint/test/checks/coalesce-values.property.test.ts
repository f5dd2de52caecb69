import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { isJsonObject, stringAt } from '@kube-delivery/shared/json/json';
import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import { openRelease } from '../../src/checks/coalesce-values.ts';
import { readValues } from '../../src/charts/read-values.ts';
import { loaded } from '../charts/support/loaded.ts';
import { runHelm } from '../charts/support/helm.ts';
import { chartYaml, workspaceWith } from '../charts/support/workspace.ts';

const template = `apiVersion: v1
kind: ConfigMap
metadata: {name: x}
data: {values: {{ .Values | toJson | quote }}}
`;

const scalar = fc.constantFrom<Json>(null, true, false, 1, 'x');
const names = ['a', 'b', 'db', 'store', 'inner', 'global', 'enabled', 'exports'] as const;
const { tree } = fc.letrec<{ tree: JsonObject; node: Json }>((tie) => ({
  tree: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), tie('node')), {
      selector: ([name]) => name,
      maxLength: 4,
    })
    .map((entries) => Object.fromEntries(entries)),
  node: fc.oneof({ maxDepth: 3 }, scalar, tie('tree'), tie('tree')),
}));

const dependency = fc.constantFrom(
  '',
  'alias: store',
  'condition: "b.enabled,db.enabled"',
  'tags: [a, b]',
  'import-values: [a, {child: a, parent: b}, {child: b, parent: .}]',
  'alias: store, condition: store.enabled, import-values: [{child: global, parent: a.b}]',
);

/** What the templates of each chart get, by the name of the template. */
function byHelm(workspace: string): Readonly<Record<string, Json>> | undefined {
  const { isGood, output } = runHelm(workspace, 'template', 'shop', '-f', 'given.yaml');
  if (!isGood) return undefined;
  return Object.fromEntries(
    output
      .split(/^---\n/m)
      .filter((document) => document.startsWith('# Source: '))
      .map((document) => {
        const source = /^# Source: (.*)\/templates\/x.yaml$/m.exec(document)?.[1] ?? '';
        const value = readYaml(document).documents[0]?.value;
        return [source, JSON.parse(stringAt(value, 'data', 'values') ?? 'null') as Json];
      }),
  );
}

function below(values: JsonObject, source: string): Json | undefined {
  return source
    .split('/charts/')
    .slice(1)
    .reduce<Json | undefined>(
      (value, name) => (isJsonObject(value) ? value[name] : undefined),
      values,
    );
}

test('the values of any render are those that Helm gives its templates', () => {
  const workspace = workspaceWith({
    'shop/Chart.yaml': chartYaml('shop'),
    'shop/templates/x.yaml': template,
    'shop/charts/db/Chart.yaml': chartYaml('db'),
    'shop/charts/db/templates/x.yaml': template,
    'shop/charts/db/charts/inner/Chart.yaml': chartYaml('inner'),
    'shop/charts/db/charts/inner/templates/x.yaml': template,
  });
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(`${workspace}/${file}`), { recursive: true });
    writeFileSync(`${workspace}/${file}`, text);
  };
  let compared = 0;
  fc.assert(
    fc.property(tree, tree, tree, tree, dependency, (given, shop, db, inner, more) => {
      write('given.yaml', JSON.stringify(given));
      write('shop/values.yaml', JSON.stringify(shop));
      write('shop/charts/db/values.yaml', JSON.stringify(db));
      write('shop/charts/db/charts/inner/values.yaml', JSON.stringify(inner));
      const entry = `  - {name: db, version: 1.x${more === '' ? '' : `, ${more}`}}`;
      write('shop/Chart.yaml', chartYaml('shop', 'dependencies:', entry));
      const theirs = byHelm(workspace);
      // Helm refuses a value that is not a map where a subchart's values are.
      if (theirs === undefined) return;
      const { values } = openRelease(loaded(workspace, 'shop'))(readValues(JSON.stringify(given)));
      const ours = Object.fromEntries(
        Object.keys(theirs).map((source) => [source, below(values, source)]),
      );
      expect(ours).toEqual(theirs);
      compared += 1;
    }),
    { numRuns: 40 },
  );
  expect(compared).toBeGreaterThan(5);
});
