import { expect, test } from '@jest/globals';
import type { Json } from '../../src/json/json.ts';
import { acceptanceOf } from '../../src/traffic/http-route-acceptance.ts';
import { httpRoute } from './routes.ts';

const accepted = { type: 'Accepted', status: 'True', observedGeneration: 3 };
const resolved = { type: 'ResolvedRefs', status: 'True', observedGeneration: 3 };

function parent(...conditions: readonly Json[]): Json {
  return { parentRef: { name: 'envoy' }, conditions };
}

test.each([
  ['no parent has answered', [], 'pending', '0 of 1 parents'],
  ['all is well', [parent(accepted, resolved)], 'accepted', ''],
  [
    'an older generation was accepted',
    [parent({ ...accepted, observedGeneration: 2 }, resolved)],
    'pending',
    'last change',
  ],
  ['references are not looked at yet', [parent(accepted)], 'pending', 'last change'],
  [
    'the parent refuses',
    [parent({ ...accepted, status: 'False', reason: 'NoMatchingParent' }, resolved)],
    'refused',
    'NoMatchingParent',
  ],
  [
    'a backend is missing',
    [parent(accepted, { ...resolved, status: 'False', message: 'Service not found' })],
    'refused',
    'Service not found',
  ],
  [
    'one of two parents refuses',
    [parent(accepted, resolved), parent(accepted, { ...resolved, status: 'False', message: 'x' })],
    'refused',
    'x',
  ],
])('%s', (_, parents, state, message) => {
  const answer = acceptanceOf({ ...httpRoute([]), status: { parents } });
  expect(answer.state).toBe(state);
  expect('message' in answer ? answer.message : '').toContain(message);
});
