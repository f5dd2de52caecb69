import { expect, test } from '@jest/globals';
import { nameSelector, withName } from '../../../src/functions/pods/named-selector.ts';

test.each([
  [nameSelector, 'web', 'name in (web)'],
  [nameSelector, undefined, 'name in (None)'],
  ['app={name},of={name}', 'web', 'app=web,of=web'],
  ['app=web', 'other', 'app=web'],
  [undefined, 'web', undefined],
])('%s of %s', (selector, name, wanted) => {
  expect(withName(selector, name)).toBe(wanted);
});
