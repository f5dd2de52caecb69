import { expect, test } from '@jest/globals';
import { literalText } from '../../src/short-form/literal-text.ts';
import { substitute } from '../../src/experiment/substitute.ts';

test.each([
  '$',
  '$$',
  '$.status = ok',
  '$a',
  '$a $$a ${a} $${a} $$$a',
  '${a}',
  '${',
  '$$.x$',
  'costs $5',
  '$_ and $Z',
])('substitution gives %j back as it was', (text) => {
  const scope = { configuration: { a: 'wrong', _: 'wrong', Z: 'wrong' }, secrets: {} };
  const value = { deep: [text, { text, number: 1 }], none: null };
  expect(substitute(literalText(value), scope)).toEqual(value);
});
