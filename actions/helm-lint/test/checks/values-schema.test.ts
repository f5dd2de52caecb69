import { describe, expect, test } from '@jest/globals';
import { openSchemaCompiler } from '../../src/checks/compile-schema.ts';
import { valuesSchemaCheck } from '../../src/checks/values-schema.ts';
import type { Finding } from '../../src/finding.ts';
import { loaded, setsOf } from '../charts/support/loaded.ts';
import { runHelm } from '../charts/support/helm.ts';
import { chartYaml, workspaceWith } from '../charts/support/workspace.ts';
import { placesOf } from './found.ts';

const checkValuesSchema = valuesSchemaCheck(openSchemaCompiler());

type Files = Readonly<Record<string, string>>;

function check(workspace: string): readonly Finding[] {
  const chart = loaded(workspace, 'shop');
  return checkValuesSchema(chart, setsOf(chart));
}

/** The renders that Helm refuses. */
function refused(workspace: string): readonly string[] {
  return setsOf(loaded(workspace, 'shop'))
    .filter(({ files }) => {
      const given = files.flatMap((file) => ['-f', `shop/${file}`]);
      return !runHelm(workspace, 'template', 'shop', ...given).isGood;
    })
    .map(({ name }) => name);
}

function rendersWithErrors(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.flatMap(({ renders }) => renders))].toSorted();
}

const schema = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "additionalProperties": false,
  "required": ["replicas"],
  "properties": {
    "replicas": { "type": "integer", "minimum": 1 },
    "image": {
      "type": "object",
      "required": ["name"],
      "additionalProperties": false,
      "properties": {
        "name": { "type": "string", "pattern": "^[a-z/]+$" },
        "tag": { "type": ["string", "null"] },
        "pull": { "enum": ["Always", "Never"] }
      }
    },
    "ports": { "type": "array", "items": { "$ref": "#/$defs/port" } },
    "store": { "anyOf": [{ "$ref": "#/$defs/port" }, { "type": "boolean" }] }
  },
  "$defs": { "port": { "type": "integer", "maximum": 65535 } }
}
`;

const clean = `replicas: 2
image:
  name: shop
ports:
  - 80
store: true
`;

function shopWith(values: string, more: Files = {}): string {
  return workspaceWith({
    'shop/Chart.yaml': chartYaml('shop'),
    'shop/values.yaml': values,
    'shop/values.schema.json': schema,
    ...more,
  });
}

describe('values that do not meet the schema', () => {
  test.each<[string, string, string, string, string]>([
    [
      'a wrong type',
      clean.replace('2', '"2"'),
      '1:1',
      'must be integer, but is string',
      'Change the value, or what values.schema.json wants',
    ],
    [
      'one of several types',
      clean.replace('name: shop', 'name: shop\n  tag: 1'),
      '4:3',
      'must be string or null, but is number',
      'Change the value, or what values.schema.json wants',
    ],
    ['a bound', clean.replace('2', '0'), '1:1', 'must be >= 1', 'Change the value'],
    [
      'a pattern',
      clean.replace('name: shop', 'name: SHOP'),
      '3:3',
      'must match ^[a-z/]+$',
      'Change the value',
    ],
    [
      'a word that is not listed',
      clean.replace('name: shop', 'name: shop\n  pull: Maybe'),
      '4:3',
      'must be one of "Always", "Never"',
      'Take one of these',
    ],
    [
      'an unknown key',
      clean.replace('name: shop', 'name: shop\n  pul: Always'),
      '4:3',
      'is not allowed by values.schema.json',
      'Write pull',
    ],
    [
      'an unknown key at the top',
      `${clean}replica: 1\n`,
      '7:1',
      'is not allowed by values.schema.json',
      'Write replicas',
    ],
    [
      'a missing key',
      clean.replace('name: shop', 'tag: v1'),
      '2:1',
      'is required and missing',
      'Set image.name',
    ],
    [
      'an item',
      clean.replace('- 80', '- 80\n  - 99999'),
      '6:5',
      'must be <= 65535',
      'Change the value',
    ],
    [
      'alternatives',
      clean.replace('store: true', 'store: none'),
      '6:1',
      'fits none of the alternatives in values.schema.json: must be integer, but is string, or must be boolean, but is string',
      'Make it fit one of them',
    ],
  ])('%s', (_, values, place, message, hint) => {
    const workspace = shopWith(values);
    const findings = check(workspace);
    expect(placesOf(findings)).toEqual([`values/schema-mismatch shop/values.yaml:${place}`]);
    expect(findings[0]).toMatchObject({ message, hint, renders: ['defaults'], severity: 'error' });
    expect(refused(workspace)).toEqual(['defaults']);
  });

  test('what is missing at the top stands in the schema', () => {
    const findings = check(shopWith('image: {name: shop}\n'));
    expect(placesOf(findings)).toEqual(['values/schema-mismatch shop/values.schema.json:5:3']);
  });

  test('all at once, each once for the renders that have it', () => {
    const workspace = shopWith(clean.replace('2', 'x'), {
      'shop/ci/a-values.yaml': 'image: {pull: Maybe}\n',
      'shop/ci/b-values.yaml': 'replicas: 3\nimage:\n  pull: Maybe\n',
      'shop/ci/c-values.yaml': 'replicas: 3\n',
    });
    const findings = check(workspace);
    expect(findings.map(({ renders }) => renders)).toEqual([
      ['ci/a-values.yaml'],
      ['ci/b-values.yaml'],
      ['defaults', 'ci/a-values.yaml'],
    ]);
    expect(placesOf(findings)).toEqual([
      'values/schema-mismatch shop/ci/a-values.yaml:1:9',
      'values/schema-mismatch shop/ci/b-values.yaml:3:3',
      'values/schema-mismatch shop/values.yaml:1:1',
    ]);
    expect(rendersWithErrors(findings)).toEqual(refused(workspace).toSorted());
  });

  test('what only the defaults lack is a notice where another render has it', () => {
    const lacking = 'image: {name: shop}\n';
    const good = check(shopWith(lacking, { 'shop/ci/a-values.yaml': 'replicas: 1\n' }));
    expect(good.map(({ severity }) => severity)).toEqual(['notice']);
    const bad = check(shopWith(lacking, { 'shop/ci/a-values.yaml': 'replicas: x\n' }));
    expect(bad.map(({ severity }) => severity)).toEqual(['error', 'error']);
  });
});

describe('values are put together as Helm does', () => {
  const strict = (properties: string, more = ''): string =>
    `{"type": "object", "additionalProperties": false, "properties": ${properties}${more}}`;
  const dbSchema = strict(
    '{"size": {"type": "integer"}, "global": {"type": "object", "properties": {"zone": {"type": "string"}}}, "exports": {}, "deep": {}}',
  );
  const on = (more: string): string =>
    chartYaml('shop', 'dependencies:', `  - {name: db, version: 1.x, ${more}}`);
  const db = {
    'shop/charts/db/Chart.yaml': chartYaml('db'),
    'shop/charts/db/values.schema.json': dbSchema,
  };

  test.each<[string, Files, readonly string[]]>([
    [
      'defaults of a subchart',
      { ...db, 'shop/Chart.yaml': on(''), 'shop/charts/db/values.yaml': 'size: 1\nsise: 2\n' },
      ['shop/charts/db/values.yaml:2:1'],
    ],
    [
      'values for a subchart',
      { ...db, 'shop/Chart.yaml': on(''), 'shop/values.yaml': 'a: 1\ndb:\n  size: x\n' },
      ['shop/values.yaml:3:3'],
    ],
    [
      'values for an alias',
      {
        ...db,
        'shop/Chart.yaml': on('alias: store'),
        'shop/values.yaml': 'store: {size: x}\ndb: {size: x}\n',
      },
      ['shop/values.yaml:1:9'],
    ],
    [
      'values for a subchart whose version does not fit, which has no alias then',
      {
        ...db,
        'shop/Chart.yaml': on('alias: store').replace('1.x', '2.x'),
        'shop/values.yaml': 'store: {size: x}\n',
      },
      [],
    ],
    [
      'a subchart that is switched off by its condition',
      {
        ...db,
        'shop/Chart.yaml': on('condition: "none.there,db.enabled"'),
        'shop/values.yaml': 'db: {enabled: false}\n',
      },
      [],
    ],
    [
      'a subchart that is switched off by its tags',
      {
        ...db,
        'shop/Chart.yaml': on('tags: [a, b]'),
        'shop/values.yaml': 'tags: {a: false}\ndb: {size: x}\n',
      },
      [],
    ],
    [
      'a subchart that one of its tags switches on',
      {
        ...db,
        'shop/Chart.yaml': on('tags: [a, b]'),
        'shop/values.yaml': 'tags: {a: false, b: true}\ndb: {size: x}\n',
      },
      ['shop/values.yaml:2:6'],
    ],
    [
      'globals of the chart above',
      { ...db, 'shop/Chart.yaml': on(''), 'shop/values.yaml': 'global:\n  zone: 1\n' },
      ['shop/values.yaml:2:3'],
    ],
    [
      'a default that null removes',
      {
        'shop/Chart.yaml': chartYaml('shop'),
        'shop/values.yaml': 'a: {b: 1}\nc: 1\n',
        'shop/ci/null-values.yaml': 'a: {b: null}\nc: null\n',
        'shop/values.schema.json': strict(
          '{"a": {"required": ["b"]}, "c": {}}',
          ', "required": ["c"]',
        ),
      },
      ['shop/ci/null-values.yaml:1:5', 'shop/ci/null-values.yaml:2:1'],
    ],
    [
      'a default that is null',
      {
        'shop/Chart.yaml': chartYaml('shop'),
        'shop/values.yaml': 'a: null\nb: {c: null}\n',
        'shop/values.schema.json': strict(
          '{"a": {"type": "string"}, "b": {"properties": {"c": {"type": "string"}}}}',
        ),
      },
      [],
    ],
    [
      'values brought up from a subchart',
      {
        ...db,
        'shop/Chart.yaml': on('import-values: [data, {child: deep.er, parent: up}]'),
        'shop/charts/db/values.yaml': 'exports: {data: {port: x}}\ndeep: {er: {a: 1}}\n',
        'shop/values.schema.json': strict(
          '{"port": {"type": "integer"}, "up": {"type": "object", "required": ["a"]}, "db": {}}',
          ', "required": ["up"]',
        ),
      },
      ['shop/values.schema.json:1:75'],
    ],
    [
      'defaults of a subchart under a strict chart that does not know it',
      {
        'shop/Chart.yaml': on(''),
        'shop/charts/db/Chart.yaml': chartYaml('db'),
        'shop/values.schema.json': strict('{}'),
      },
      ['shop/values.schema.json:1:20'],
    ],
    [
      'several documents in values.yaml',
      {
        'shop/Chart.yaml': chartYaml('shop'),
        'shop/values.yaml': 'a: x\n---\na: 1\nb: x\n',
        'shop/values.schema.json': strict('{"a": {"type": "integer"}, "b": {"type": "integer"}}'),
      },
      ['shop/values.yaml:4:1'],
    ],
  ])('%s', (_, files, places) => {
    const workspace = workspaceWith(files);
    const findings = check(workspace);
    expect(rendersWithErrors(findings)).toEqual(refused(workspace).toSorted());
    expect(placesOf(findings)).toEqual(places.map((place) => `values/schema-mismatch ${place}`));
  });
});

describe('drafts', () => {
  const drafts = [
    'http://json-schema.org/draft-04/schema#',
    'http://json-schema.org/draft-06/schema#',
    'http://json-schema.org/draft-07/schema#',
    'https://json-schema.org/draft/2019-09/schema',
    'https://json-schema.org/draft/2020-12/schema',
  ];
  test.each([...drafts, ''])('of %j are known', (draft) => {
    const isOld = draft.includes('draft-04');
    const text = JSON.stringify({
      ...(draft === '' ? {} : { $schema: draft }),
      ...(isOld ? { id: 'https://example.test/x' } : { $id: 'https://example.test/x' }),
      properties: {
        a: isOld ? { minimum: 1, exclusiveMinimum: true } : { exclusiveMinimum: 1 },
        b: { $ref: '#/definitions/b' },
      },
      definitions: { b: { type: 'string' } },
    });
    const workspace = shopWith('a: 1\nb: 2\n', { 'shop/values.schema.json': text });
    expect(placesOf(check(workspace))).toEqual([
      'values/schema-mismatch shop/values.yaml:1:1',
      'values/schema-mismatch shop/values.yaml:2:1',
    ]);
    expect(refused(workspace)).toEqual(['defaults']);
  });
});

describe('what the drafts understand differently', () => {
  const older = 'http://json-schema.org/draft-07/schema#';
  const newer = 'https://json-schema.org/draft/2020-12/schema';
  const beside = {
    properties: { a: { $ref: '#/definitions/a', maxLength: 1 } },
    definitions: { a: { type: 'string' } },
  };
  const formats = (format: string) => ({ properties: { a: { format } } });
  test.each<[string, string, object, string, boolean]>([
    ['what stands beside a reference', older, beside, 'a: long', true],
    ['what stands beside a reference', newer, beside, 'a: long', false],
    [
      'what a reference at the top is beside',
      older,
      { $ref: '#/definitions/a', ...beside },
      '{}',
      false,
    ],
    ['formats', older, formats('ipv4'), 'a: 1.2.3', false],
    ['formats', newer, formats('ipv4'), 'a: 1.2.3', true],
    ['the format of addresses', older, formats('uri'), 'a: host/path', false],
    ['the format of addresses', older, formats('uri'), 'a: "https://host/ä path"', true],
    ['the format of mail addresses', older, formats('email'), 'a: x@localhost', true],
    ['the format of mail addresses', older, formats('email'), 'a: x', false],
    ['the format of dates', older, formats('date'), 'a: "2026-13-01"', false],
    ['an unknown format', older, formats('colour'), 'a: x', true],
    ['flags of patterns', newer, { properties: { a: { pattern: '(?i)^ab$' } } }, 'a: AB', true],
    ['flags of patterns', newer, { properties: { a: { pattern: '(?i)^ab$' } } }, 'a: AC', false],
    ['ends of patterns', newer, { properties: { a: { pattern: '\\Aab\\z' } } }, 'a: xab', false],
    [
      'classes of patterns',
      newer,
      { properties: { a: { pattern: '^[[:alpha:]]+$' } } },
      'a: ab',
      true,
    ],
    ['dashes in classes', newer, { properties: { a: { pattern: '^[\\w\\-]+$' } } }, 'a: a-b', true],
    ['whole numbers', newer, { properties: { a: { type: 'integer' } } }, 'a: 2.0', true],
    ['a schema that is false', newer, { properties: { a: false } }, 'a: 1', false],
  ])('%s in %s', (_, $schema, rest, values, isGood) => {
    const text = JSON.stringify({ $schema, ...rest });
    const workspace = shopWith(values, { 'shop/values.schema.json': text });
    expect(check(workspace).length === 0).toBe(isGood);
    expect(refused(workspace).length === 0).toBe(isGood);
  });
});

describe('a schema that is none', () => {
  test.each([
    ['broken JSON', '{\n  "type": "object",\n}\n', '3:1', /it is not JSON/],
    ['an end that is missing', '{\n  "type": "object"\n', '2:1', /it is not JSON/],
    ['a list', '[]', '1:1', /it is not an object/],
    [
      'an unknown type',
      '{\n  "properties": {\n    "a": {"type": "int"}\n  }\n}',
      '3:11',
      /#\/properties\/a\/type must be/,
    ],
    [
      'a reference to nothing',
      '{"properties": {"a": {"$ref": "#/$defs/gone"}}}',
      '1:1',
      /can't resolve reference/,
    ],
  ])('%s', (_, text, place, message) => {
    const workspace = shopWith('', { 'shop/values.schema.json': text });
    const findings = check(workspace);
    expect(placesOf(findings)).toEqual([`values/invalid-schema shop/values.schema.json:${place}`]);
    expect(findings[0]?.message).toMatch(message);
    expect(refused(workspace)).toEqual(['defaults']);
  });

  test('a part on another host is a notice, and the rest is checked', () => {
    const text =
      '{"properties": {"a": {"$ref": "https://schemas.invalid/a.json"},\n"b": {"type": "string"}}}';
    const findings = check(shopWith('a: 1\nb: 1\n', { 'shop/values.schema.json': text }));
    expect(placesOf(findings)).toEqual([
      'values/remote-schema shop/values.schema.json:1:23',
      'values/schema-mismatch shop/values.yaml:2:1',
    ]);
    expect(findings[0]).toMatchObject({ severity: 'notice' });
  });

  test('a schema whose own address is elsewhere, with a part beside it, takes every value', () => {
    const text =
      '{"$id": "https://schemas.invalid/shop.json", "properties": {"a": {"$ref": "a.json"}}}';
    const findings = check(shopWith('a: 1\n', { 'shop/values.schema.json': text }));
    expect(placesOf(findings)).toEqual(['values/remote-schema shop/values.schema.json:1:2']);
    expect(findings[0]?.message).toContain('https://schemas.invalid/a.json');
  });
});
