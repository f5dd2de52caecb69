import { describe, expect, test } from '@jest/globals';
import { parseSetLine, valuesOfLines } from '../../src/helm/set-lines.ts';
import type { JsonObject } from '../../src/json/json.ts';

function set(lines: readonly string[], base: JsonObject = {}): JsonObject {
  const parsed = lines.map((line) => {
    const read = parseSetLine(line);
    if (typeof read === 'string') throw new Error(read);
    return read;
  });
  return valuesOfLines(parsed, base);
}

describe('a line of set', () => {
  test.each<[string, JsonObject]>([
    ['a=b', { a: 'b' }],
    ['a.b.c=d', { a: { b: { c: 'd' } } }],
    ['a=', { a: '' }],
    ['a=b=c', { a: 'b=c' }],
    ['a=b,c=d', { a: 'b,c=d' }],
    ['a=C:\\path', { a: 'C:\\path' }],
    [String.raw`a\.b.c=d`, { 'a.b': { c: 'd' } }],
    [String.raw`a\=b=c`, { 'a=b': 'c' }],
    ['annotations.example\\.com/owner=me', { annotations: { 'example.com/owner': 'me' } }],
    ['a=true', { a: true }],
    ['a=False', { a: false }],
    ['a=null', { a: null }],
    ['a=0', { a: 0 }],
    ['a=-12', { a: -12 }],
    ['a=999999', { a: 999_999 }],
    ['a=20240615', { a: '20240615' }],
    ['a=007', { a: '007' }],
    ['a=1.5', { a: '1.5' }],
    ['a=1e5', { a: '1e5' }],
    ['a="12"', { a: '12' }],
    ['a="{x}"', { a: '{x}' }],
    ['a={x, 1,true}', { a: ['x', 1, true] }],
    ['a={}', { a: [] }],
    ['a[0]=x', { a: ['x'] }],
    ['a[1].b=x', { a: [null, { b: 'x' }] }],
    ['a[0][1]=x', { a: [[null, 'x']] }],
    ['__proto__.a=b', JSON.parse('{"__proto__":{"a":"b"}}') as JsonObject],
    ['constructor.prototype.a=b', { constructor: { prototype: { a: 'b' } } }],
  ])('%s', (line, values) => {
    expect(JSON.stringify(set([line]))).toBe(JSON.stringify(values));
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('a');
  });

  test.each([
    ['replicas', 'has no value; write name=value'],
    ['=x', 'is not a name of a value'],
    ['.a=x', 'is not a name of a value'],
    ['a..b=x', 'is not a name of a value'],
    ['a.=x', 'is not a name of a value'],
    ['[0]=x', 'is not a name of a value'],
    ['a[b]=x', 'is not a name of a value'],
    ['a[70000]=x', 'is not a name of a value'],
    ['a[0=x', 'is not a name of a value'],
  ])('%s is a problem that tells no value', (line, problem) => {
    const read = parseSetLine(line);
    expect(read).toContain(problem);
    expect(read).not.toContain('x');
  });
});

describe('several lines', () => {
  test('add up, and the last one counts', () => {
    expect(set(['a.b=1', 'a.c=2', 'a.b=3'])).toEqual({ a: { b: 3, c: 2 } });
    expect(set(['a=1', 'a.b=2'])).toEqual({ a: { b: 2 } });
  });

  test('keep the other items of a list that a file has', () => {
    const base = { a: { hosts: [{ name: 'x', port: 1 }, { name: 'y' }] }, other: 'kept out' };
    expect(set(['a.hosts[0].name=z', 'a.hosts[2].name=new'], base)).toEqual({
      a: { hosts: [{ name: 'z', port: 1 }, { name: 'y' }, { name: 'new' }] },
    });
  });
});
