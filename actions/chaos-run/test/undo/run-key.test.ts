import { expect, test } from '@jest/globals';
import { quietContext } from '../../../../shared/test/action/quiet-context.ts';
import { runKeyOf } from '../../src/undo/run-key.ts';

test.each([
  ['17', 2, '17-2-1f3a09bc'],
  ['', 1, 'local-1-1f3a09bc'],
  ['a run, of mine', 1, 'local-1-1f3a09bc'],
])('run %j attempt %d is %s', (runId, runAttempt, key) => {
  expect(runKeyOf({ ...quietContext().run, runId, runAttempt }, '1f3a09bc')).toBe(key);
});
