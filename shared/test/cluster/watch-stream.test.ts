import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { linesOfBody, readWatchLine } from '../../src/cluster/watch-stream.ts';

const object = { metadata: { name: 'web', resourceVersion: '7' } };
const line = (type: string, content: object = object): string =>
  JSON.stringify({ type, object: content });

test.each([
  ['an object that came', line('ADDED'), { kind: 'changed', object, version: '7' }],
  ['an object that changed', line('MODIFIED'), { kind: 'changed', object, version: '7' }],
  ['an object that went', line('DELETED'), { kind: 'deleted', object, version: '7' }],
  [
    'a bookmark',
    line('BOOKMARK', { kind: 'Pod', metadata: { resourceVersion: '9' } }),
    { kind: 'bookmark', version: '9' },
  ],
  [
    'a version that is forgotten',
    line('ERROR', { kind: 'Status', code: 410, message: 'too old resource version: 1 (9)' }),
    { kind: 'error', status: 410, message: 'too old resource version: 1 (9)' },
  ],
  ['half a line', '{"type":"ADDED","obj', { kind: 'malformed' }],
  [
    'an object without a version',
    line('ADDED', { metadata: { name: 'web' } }),
    { kind: 'malformed' },
  ],
  ['an unknown type', line('RENAMED'), { kind: 'malformed' }],
  ['something else', '"hello"', { kind: 'malformed' }],
])('%s', (_, text, event) => {
  expect(readWatchLine(text)).toEqual(event);
});

test('lines are the same however the body is cut; an unfinished one is left out', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.trim() !== '')),
      fc.array(fc.nat(40)),
      async (texts, cuts) => {
        const lines = texts
          .map((text) => text.replaceAll(/[\n\r]/g, ' '))
          .filter((text) => text.trim() !== '');
        const bytes = Buffer.from(`${lines.map((text) => `${text}\n`).join('')}unfinished`);
        const parts: Buffer[] = [];
        let rest = bytes;
        for (const cut of cuts) {
          parts.push(rest.subarray(0, cut));
          rest = rest.subarray(cut);
        }
        parts.push(rest);
        const found: string[] = [];
        for await (const each of linesOfBody(Readable.from(parts))) found.push(each);
        expect(found).toEqual(lines);
      },
    ),
  );
});
