import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readYaml } from '../../src/manifests/yaml.ts';

interface GoldenReading {
  readonly yaml: string;
  readonly json?: string;
  readonly error?: boolean;
}

const golden = JSON.parse(
  readFileSync(new URL('./golden/golden.json', import.meta.url), 'utf8'),
) as GoldenReading[];

describe('readYaml against the Go library', () => {
  test.each(golden.map((reading) => [reading.yaml, reading] as const))('%j', (text, reading) => {
    const { documents, problems } = readYaml(text);
    if (reading.error === true) expect(problems).not.toEqual([]);
    else {
      expect(problems).toEqual([]);
      expect(documents.map((document) => document.value)).toEqual([
        JSON.parse(reading.json ?? 'null'),
      ]);
    }
  });
});

describe('readYaml', () => {
  test('leaves out empty documents and keeps the lines of the others', () => {
    const { documents } = readYaml(
      '---\n# nothing\n---\na: 1\n---\n\nb:\n  - c\n  - d\n---\nnull\n',
    );
    expect(documents.map((document) => document.value)).toEqual([{ a: 1 }, { b: ['c', 'd'] }]);
    expect(documents.map((document) => document.lineOf())).toEqual([4, 7]);
    expect(documents[1]?.lineOf('b', 1)).toBe(9);
    expect(documents[1]?.lineOf('b', 5)).toBe(8);
  });

  test('reads JSON with tabs, escapes and surrogate pairs', () => {
    const { documents, problems } = readYaml('{\n\t"v": "\\ud83d\\ude00\\/",\n\t"n": 1.0\n}');
    expect(problems).toEqual([]);
    expect(documents[0]?.value).toEqual({ v: '\u{1F600}/', n: 1 });
  });

  const tooDeep = `v: ${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const bomb = `a: &a [x, x]\n${Array.from('bcdefghijklmnop')
    .map((name, index) => {
      const before = String.fromCharCode(name.charCodeAt(0) - 1);
      return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}] # ${index}`;
    })
    .join('\n')}`;
  test.each([
    ['a key twice', 'a: 1\nb: 2\na: 3\n', 3, /unique/],
    ['bad indentation', 'a: 1\nb:\n  c: 2\n d: 3\n', 4, /valid YAML/],
    ['an integer above 2^53', 'a: 1\nv: 9007199254740993\n', 2, /too large/],
    ['an open quote', 'a: 1\nb: "x\n', 3, /quote/],
    ['an unknown alias', 'a: 1\nb: *x\n', 2, /alias/i],
    ['a second document', 'a: 1\n---\nb: [1\n', 4, /valid YAML/],
    ['nesting without end', tooDeep, 1, /deep/],
    ['aliases that multiply', bomb, 1, /alias/i],
    ['a text of 11 MiB', `v: ${'x'.repeat(11 * 1024 * 1024)}`, 1, /10 MiB/],
  ])('refuses %s', (_, text, line, message) => {
    expect(readYaml(text).problems).toEqual([
      { line, message: expect.stringMatching(message) as unknown },
    ]);
  });
});

test('an integer above 2^53 can become the nearest number, as for Helm', () => {
  const { documents, problems } = readYaml('a: 9007199254740993\nb: 1\n', 'kubernetes', {
    roundsIntegers: true,
  });
  expect(problems).toEqual([]);
  expect(documents[0]?.value).toEqual({ a: 9007199254740992, b: 1 });
});
