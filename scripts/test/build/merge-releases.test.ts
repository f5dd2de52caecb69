import { expect, test } from '@jest/globals';
import type { Field, SchemaNode } from '../../../actions/helm-lint/src/schema/schema-node.ts';
import type { ReleaseSchemas } from '../../build/compact-definitions.ts';
import { mergeReleases } from '../../build/merge-releases.ts';

function release(
  properties: Readonly<Record<string, readonly Field[]>>,
  others: Readonly<Record<string, SchemaNode>> = {},
): ReleaseSchemas {
  return {
    definitions: new Map(
      Object.entries({ 'core.v1.Pod': { type: 'object', properties }, ...others }),
    ),
    kinds: new Map([['v1', new Map([['Pod', 'core.v1.Pod']])]]),
  };
}

const text: readonly Field[] = [{ type: 'string' }];

test('what is equal in all releases stands once, what differs says where it holds', () => {
  const { index, packages } = mergeReleases(
    new Map([
      ['1.35.4', release({ name: text, gone: text, mode: [{ type: 'string', enum: ['a'] }] })],
      ['1.36.3', release({ name: text, mode: [{ type: 'string', enum: ['a', 'b'] }] })],
      [
        '1.37.0',
        release(
          {
            name: text,
            added: [{ ref: 'meta.v1.Late', needed: true }],
            mode: [{ type: 'string', enum: ['a', 'b'] }],
          },
          { 'meta.v1.Late': { type: 'object', open: true } },
        ),
      ],
    ]),
  );
  expect(index).toEqual({
    releases: ['1.35.4', '1.36.3', '1.37.0'],
    kinds: { v1: { Pod: [{ ref: 'core.v1.Pod' }] } },
  });
  expect(Object.fromEntries(packages)).toEqual({
    'core.v1': {
      'core.v1.Pod': [
        {
          type: 'object',
          properties: {
            added: [{ ref: 'meta.v1.Late', needed: true, in: 0b100 }],
            gone: [{ type: 'string', in: 0b001 }],
            mode: [
              { type: 'string', enum: ['a'], in: 0b001 },
              { type: 'string', enum: ['a', 'b'], in: 0b110 },
            ],
            name: [{ type: 'string' }],
          },
        },
      ],
    },
    'meta.v1': { 'meta.v1.Late': [{ type: 'object', open: true }] },
  });
});

test('the newest release says whether a field is needed', () => {
  const needed: readonly Field[] = [{ type: 'string', needed: true }];
  const { packages } = mergeReleases(
    new Map([
      ['1.35.4', release({ relaxed: needed, tightened: text, gone: needed })],
      ['1.36.3', release({ relaxed: text, tightened: needed })],
    ]),
  );
  expect(packages.get('core.v1')?.['core.v1.Pod']?.[0]?.properties).toEqual({
    gone: [{ type: 'string', needed: true, in: 0b01 }],
    relaxed: [{ type: 'string' }],
    tightened: [{ type: 'string', needed: true }],
  });
});

test('a kind of some releases says which', () => {
  const without: ReleaseSchemas = { definitions: new Map(), kinds: new Map() };
  const { index } = mergeReleases(
    new Map([
      ['1.36.3', without],
      ['1.37.0', release({})],
    ]),
  );
  expect(index.kinds).toEqual({ v1: { Pod: [{ ref: 'core.v1.Pod', in: 0b10 }] } });
});
