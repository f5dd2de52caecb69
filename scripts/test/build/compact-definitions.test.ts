import { expect, test } from '@jest/globals';
import { compactDefinitions } from '../../build/compact-definitions.ts';
import type { OpenApiSchema } from '../../build/compact-definitions.ts';
import type { FieldDetail, OpenApiDetails } from '../../build/openapi-details.ts';

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

const published: Readonly<Record<string, OpenApiSchema>> = {
  [meta]: {
    type: 'object',
    properties: {
      name: { type: 'string' },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
    },
  },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: 'string' },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { type: 'string', format: 'int-or-string' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': { type: 'string', format: 'date-time' },
  'io.k8s.apimachinery.pkg.runtime.RawExtension': { type: 'object' },
  'io.k8s.api.core.v1.Port': {
    type: 'object',
    required: ['port'],
    properties: { port: { type: 'integer', format: 'int32' }, protocol: { type: 'string' } },
  },
  'io.k8s.api.core.v1.Unused': { type: 'object', properties: {} },
  'io.k8s.api.core.v1.Tree': {
    type: 'object',
    properties: {
      metadata: { $ref: `#/definitions/${meta}` },
      inner: { $ref: '#/definitions/io.k8s.api.core.v1.Tree' },
      size: { $ref: '#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity' },
      target: { $ref: '#/definitions/io.k8s.apimachinery.pkg.util.intstr.IntOrString' },
      at: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.Time' },
      raw: { $ref: '#/definitions/io.k8s.apimachinery.pkg.runtime.RawExtension' },
      modes: { type: 'array', items: { type: 'string' } },
      ports: {
        type: 'array',
        items: { $ref: '#/definitions/io.k8s.api.core.v1.Port' },
        'x-kubernetes-list-map-keys': ['port'],
      },
    },
    'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Tree' }],
  },
  'io.k8s.api.core.v1.TreeList': {
    type: 'object',
    properties: { metadata: { $ref: '#/definitions/ListMeta' } },
    'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'TreeList' }],
  },
};

const details: OpenApiDetails = new Map<string, ReadonlyMap<string, FieldDetail>>([
  ['core.v1.Port', new Map([['protocol', { enum: ['TCP', 'UDP'], default: 'TCP' }]])],
  ['core.v1.Tree', new Map([['modes', { entryEnum: ['a', 'b'] }]])],
]);

test('creatable kinds are kept with the definitions that they need', () => {
  const { definitions, kinds } = compactDefinitions(published, details);
  expect([...kinds].map(([api, known]) => [api, [...known]])).toEqual([
    ['v1', [['Tree', 'core.v1.Tree']]],
  ]);
  expect(Object.fromEntries(definitions)).toEqual({
    'core.v1.Tree': {
      type: 'object',
      properties: {
        metadata: [{ ref: 'meta.v1.ObjectMeta' }],
        inner: [{ ref: 'core.v1.Tree' }],
        size: [{ type: 'quantity' }],
        target: [{ type: 'int-or-string' }],
        at: [{ type: 'string', format: 'date-time' }],
        raw: [{ type: 'object', open: true }],
        modes: [{ type: 'array', items: { type: 'string', enum: ['a', 'b'] } }],
        ports: [{ type: 'array', items: { ref: 'core.v1.Port' }, keys: ['port'] }],
      },
    },
    'core.v1.Port': {
      type: 'object',
      properties: {
        port: [{ type: 'integer', format: 'int32', needed: true }],
        protocol: [{ type: 'string', enum: ['TCP', 'UDP'], default: 'TCP' }],
      },
    },
    'meta.v1.ObjectMeta': {
      type: 'object',
      properties: {
        name: [{ type: 'string' }],
        labels: [{ type: 'object', values: { type: 'string' }, format: 'labels' }],
      },
    },
  });
});

test('a reference to nothing is an error', () => {
  const broken: Readonly<Record<string, OpenApiSchema>> = {
    ...published,
    [meta]: {
      type: 'object',
      properties: { lost: { $ref: '#/definitions/io.k8s.api.core.v1.Lost' } },
    },
  };
  expect(() => compactDefinitions(broken, details)).toThrow(
    'there is no definition io.k8s.api.core.v1.Lost',
  );
});
