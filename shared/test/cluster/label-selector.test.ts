import { expect, test } from '@jest/globals';
import { labelSelectorText, matchesLabels } from '../../src/cluster/label-selector.ts';
import type { JsonObject } from '../../src/json/json.ts';

const cases: readonly (readonly [JsonObject, string])[] = [
  [{}, ''],
  [{ matchLabels: {} }, ''],
  [{ matchLabels: { app: 'web', tier: '' } }, 'app=web,tier='],
  [{ matchExpressions: [{ key: 'a', operator: 'In', values: ['x', 'y'] }] }, 'a in (x,y)'],
  [{ matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['x'] }] }, 'a notin (x)'],
  [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }, 'a'],
  [{ matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] }, '!a'],
  [
    {
      matchLabels: { 'app.kubernetes.io/name': 'web' },
      matchExpressions: [
        { key: 'a', operator: 'Exists' },
        { key: 'b', operator: 'In', values: ['x'] },
      ],
    },
    'app.kubernetes.io/name=web,a,b in (x)',
  ],
];

test.each(cases)('%j', (selector, text) => {
  expect(labelSelectorText(selector)).toBe(text);
});

const labels = { app: 'web', tier: '' };

test.each<readonly [JsonObject, boolean]>([
  [{}, true],
  [{ matchLabels: { app: 'web' } }, true],
  [{ matchLabels: { app: 'web', tier: 'front' } }, false],
  [{ matchLabels: { owner: 'web' } }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['api', 'web'] }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['api'] }] }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, false],
  [{ matchExpressions: [{ key: 'owner', operator: 'NotIn', values: ['web'] }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, false],
  [
    { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'owner', operator: 'Exists' }] },
    false,
  ],
])('%j selects an object or not: %s', (selector, selected) => {
  expect(matchesLabels(selector, labels)).toBe(selected);
});
