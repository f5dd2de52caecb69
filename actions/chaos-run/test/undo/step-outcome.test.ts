import { expect, test } from '@jest/globals';
import {
  failed,
  joinOutcomes,
  leftAlone,
  nothingToDo,
  undone,
} from '../../src/undo/step-outcome.ts';
import type { StepOutcome } from '../../src/undo/step-outcome.ts';

test.each<[string, readonly StepOutcome[], StepOutcome]>([
  ['no step', [], nothingToDo],
  ['nothing anywhere', [nothingToDo, nothingToDo], nothingToDo],
  ['one that was done', [nothingToDo, undone, nothingToDo], undone],
  ['one that was left alone', [undone, leftAlone('x is gone')], leftAlone('x is gone')],
  [
    'several that were, once each',
    [leftAlone('x is gone'), leftAlone('y is 5'), leftAlone('x is gone')],
    leftAlone('x is gone; y is 5'),
  ],
  ['one that failed', [undone, failed('403'), leftAlone('y is 5')], failed('403; y is 5')],
])('%s', (_, steps, whole) => {
  expect(joinOutcomes(steps)).toEqual(whole);
});
