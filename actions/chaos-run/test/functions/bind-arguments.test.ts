import { expect, test } from '@jest/globals';
import { ActivityFailedError } from '../../src/activity-failed.ts';
import { bindArguments } from '../../src/functions/bind-arguments.ts';
import { byDefault, required } from '../../src/functions/parameter.ts';

const fn = {
  module: 'chaosk8s.node.actions',
  func: 'drain_nodes',
  parameters: { name: required, timeout: byDefault(120), count: byDefault(null) },
};

test('what is not given has its default, and what is given as null stays null', () => {
  expect(bindArguments(fn, { name: 'a' })).toEqual({ name: 'a', timeout: 120, count: null });
  expect(bindArguments(fn, { count: 2, timeout: null, name: null })).toEqual({
    name: null,
    timeout: null,
    count: 2,
  });
});

test('the order is that of the signature', () => {
  expect(Object.keys(bindArguments(fn, { count: 1, name: 'a' }))).toEqual([
    'name',
    'timeout',
    'count',
  ]);
});

test.each([
  [{}, 'it requires the argument name'],
  [{ name: 'a', timout: 3 }, 'it has no argument timout (did you mean timeout?)'],
  [{ name: 'a', toString: 3 }, 'it has no argument toString (it has name, timeout, count)'],
])('%j is refused', (given, message) => {
  expect(() => bindArguments(fn, given)).toThrow(
    new ActivityFailedError(`chaosk8s.node.actions.drain_nodes: ${message}`),
  );
});
