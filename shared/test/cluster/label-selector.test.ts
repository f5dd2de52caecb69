import { expect, test } from '@jest/globals';
import { labelSelectorText } from '../../src/cluster/label-selector.ts';
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
