import { expect, test } from '@jest/globals';
import { ensureTools } from '../../../../test/cluster/index.ts';
import { kindsOfCrd, readCrds } from '../../src/schema/crds.ts';
import type { CustomKind } from '../../src/schema/crds.ts';
import { brief, check, rendered } from './support.ts';
import { widgetCrd } from './widget-crd.ts';

const customKinds: readonly CustomKind[] = rendered(widgetCrd).flatMap(({ object }) =>
  kindsOfCrd(object),
);

function widget(spec: string, version = 'v1'): string {
  return `apiVersion: example.com/${version}\nkind: Widget\nmetadata: { name: a }\nspec: ${spec}`;
}

test('a definition gives a kind for each of its versions', () => {
  expect(
    customKinds.map(({ apiVersion, isServed, deprecation }) => [apiVersion, isServed, deprecation]),
  ).toEqual([
    ['example.com/v1alpha1', false, undefined],
    ['example.com/v1beta1', true, 'example.com/v1beta1 ends in 2027.'],
    ['example.com/v1', true, undefined],
  ]);
});

test.each([
  '{ size: 3 }',
  '{ size: 3, note: }',
  '{ size: 3, mode: }',
  '{ size: 3, port: "80" }',
  '{ size: 3, port: 80 }',
  '{ size: 3, ratio: 0.5, title: abc, since: "2026-01-31T12:00:00Z" }',
  '{ size: 3, tags: { anything: text }, hosts: [a, b] }',
  '{ size: 3, extra: { unknown: { deep: 1 }, known: { a: text } } }',
  '{ size: 3, template: { apiVersion: v1, kind: Pod, metadata: { name: a }, spec: {} } }',
])('%s is right', async (spec) => {
  expect(await check(widget(spec), { crds: customKinds })).toEqual([]);
});

test.each([
  ['{}', 'schema/missing-field spec.size', 'the required field size is missing'],
  ['{ size: "3" }', 'schema/wrong-type spec.size', 'must be a whole number, but is the text "3"'],
  ['{ size: 3, title: }', 'schema/wrong-type spec.title', 'must be text, but is empty'],
  ['{ size: 3, sise: 3 }', 'schema/unknown-field spec.sise', 'there is no field sise in spec'],
  [
    '{ size: 3, mode: fats }',
    'schema/unknown-value spec.mode',
    'the text "fats" is not allowed here; allowed are fast, safe',
  ],
  [
    '{ size: 0 }',
    'schema/invalid-value spec.size',
    'the number 0 is below the least of 1, says the CustomResourceDefinition',
  ],
  [
    '{ size: 10 }',
    'schema/invalid-value spec.size',
    'the number 10 is above the most of 9, says the CustomResourceDefinition',
  ],
  [
    '{ size: 3, title: a }',
    'schema/invalid-value spec.title',
    'text of 1 characters is shorter than 2, says the CustomResourceDefinition',
  ],
  [
    '{ size: 3, title: abcdef }',
    'schema/invalid-value spec.title',
    'text of 6 characters is longer than 5, says the CustomResourceDefinition',
  ],
  [
    '{ size: 3, hosts: [a, b, c] }',
    'schema/invalid-value spec.hosts',
    'a list of 3 is longer than 2, says the CustomResourceDefinition',
  ],
  ['{ size: 3, since: today }', 'schema/invalid-value spec.since', '"today" is not a time'],
  [
    '{ size: 3, port: 1.5 }',
    'schema/wrong-type spec.port',
    'must be a whole number or text, but is the number 1.5',
  ],
  [
    '{ size: 3, tags: { a: 1 } }',
    'schema/wrong-type spec.tags.a',
    'must be text, but is the number 1',
  ],
  ['{ size: 3, tags: { a: } }', 'schema/wrong-type spec.tags.a', 'must be text, but is empty'],
  [
    '{ size: 3, rules: [{ name: a }, { name: a }] }',
    'schema/duplicate-entry spec.rules[1]',
    'entry 2 has the same name "a" as entry 1, so that only one of them counts',
  ],
  [
    '{ size: 3, extra: { known: { b: text } } }',
    'schema/unknown-field spec.extra.known.b',
    'there is no field b in spec.extra.known',
  ],
  [
    '{ size: 3, template: { kind: Pod, metadata: { labels: { a: "b c" } } } }',
    'schema/invalid-label spec.template.metadata.labels.a',
    '"b c" cannot be the value of a label: it may hold letters, digits, `-`, `_` and `.`, and begins and ends with a letter or digit',
  ],
])('%s: %s', async (spec, problem, message) => {
  const problems = await check(widget(spec), { crds: customKinds });
  const found = problems.find((one) => brief(one) === problem);
  expect(problems.map(brief)).toContain(problem);
  expect(found?.message).toBe(message);
});

test('an embedded resource needs what every object has', async () => {
  const problems = await check(widget('{ size: 3, template: { spec: {} } }'), {
    crds: customKinds,
  });
  expect(problems.map(brief)).toEqual([
    'schema/missing-field spec.template.apiVersion',
    'schema/missing-field spec.template.kind',
  ]);
});

test.each([
  [
    'v1alpha1',
    'schema/removed-api apiVersion',
    'example.com/v1alpha1 Widget is not served, says the CustomResourceDefinition widgets.example.com',
    'write apiVersion: example.com/v1',
  ],
  [
    'v1beta1',
    'schema/deprecated-api apiVersion',
    'example.com/v1beta1 Widget is deprecated, says its CustomResourceDefinition: example.com/v1beta1 ends in 2027',
    'write apiVersion: example.com/v1',
  ],
  [
    'v2',
    'schema/no-such-kind apiVersion',
    'there is no kind Widget in example.com/v2, says its CustomResourceDefinition',
    'write apiVersion: example.com/v1',
  ],
])('version %s: %s', async (version, problem, message, hint) => {
  const problems = await check(widget('{ size: 3 }', version), { crds: customKinds });
  expect(problems.map(brief)).toEqual([problem]);
  expect(problems[0]).toMatchObject({ message, hint });
});

test.each([
  ['Widgit', 'write kind: Widget, or give its CustomResourceDefinition by the input crds'],
  ['Gear', 'give its CustomResourceDefinition by the input crds'],
])('a definition of the group says nothing of %s', async (kind, hint) => {
  const yaml = `apiVersion: example.com/v1\nkind: ${kind}\nmetadata: { name: a }`;
  const problems = await check(yaml, { crds: customKinds });
  expect(problems).toMatchObject([{ rule: 'schema/unknown-kind', severity: 'warning', hint }]);
});

test('a definition that the chart renders itself counts', async () => {
  const problems = await check(`${widgetCrd}---\n${widget('{ size: x }')}`);
  expect(problems.map(brief)).toEqual(['schema/wrong-type spec.size']);
});

test('a definition of the first API, without structural schemas, takes any field', async () => {
  const old = `
apiVersion: apiextensions.k8s.io/v1beta1
kind: CustomResourceDefinition
metadata: { name: gears.example.com }
spec:
  group: example.com
  version: v1
  preserveUnknownFields: true
  names: { kind: Gear, plural: gears }
  validation: { openAPIV3Schema: { properties: { spec: { type: object } } } }
`;
  const crds = rendered(old).flatMap(({ object }) => kindsOfCrd(object));
  const yaml = 'apiVersion: example.com/v1\nkind: Gear\nmetadata: { name: a }\nspec: { any: 1 }';
  expect(await check(yaml, { crds })).toEqual([]);
});

test('what is no definition gives no kind', () => {
  const objects = [
    null,
    'text',
    { kind: 'CustomResourceDefinition' },
    { apiVersion: 'v1', kind: 'ConfigMap' },
    { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', spec: {} },
  ];
  expect(objects.flatMap((object) => kindsOfCrd(object))).toEqual([]);
});

test('the real definitions of Gateway API check its objects', async () => {
  const tools = await ensureTools(['gateway-api-crds']);
  const folder = tools['gateway-api-crds'];
  const { kinds, problems } = readCrds(['.'], { workspace: folder, temp: folder });
  expect(problems).toEqual([]);
  const yaml = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web }
spec:
  parentRefs: [{ name: gateway }]
  hostname: [example.com]
  rules:
    - matches: [{ path: { type: Prefix, value: / } }]
      backendRefs: [{ name: web, port: "8080", weight: 1 }]
`;
  expect((await check(yaml, { crds: kinds })).map(brief)).toEqual([
    'schema/unknown-field spec.hostname',
    'schema/unknown-value spec.rules[0].matches[0].path.type',
    'schema/wrong-type spec.rules[0].backendRefs[0].port',
  ]);
});
