import { expect, test } from '@jest/globals';
import { goJson } from '../../src/json/go-json.ts';

test('escapes what Go escapes, and means the same', () => {
  const value = { '<a&b>': 'x\u2028y\u2029z', plain: ['"', 1, null] };
  const written = goJson(value);
  expect(written).toBe('{"\\u003ca\\u0026b\\u003e":"x\\u2028y\\u2029z","plain":["\\"",1,null]}');
  expect(JSON.parse(written)).toEqual(value);
});
