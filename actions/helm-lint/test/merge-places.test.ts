import { expect, test } from '@jest/globals';
import { mergePlaces } from '../src/merge-places.ts';
import { sampleFinding } from './sample-finding.ts';

const base = { file: 'charts/web/templates/_labels.tpl', message: 'must be text, but is a number' };

test('a line that gives the same in many objects is one mistake', () => {
  const merged = mergePlaces([
    { finding: sampleFinding({ ...base, object: 'Deployment web' }), suffix: ' (included at a:6)' },
    { finding: sampleFinding({ ...base, object: 'Service web' }), suffix: ' (included at b:6)' },
    {
      finding: sampleFinding({ ...base, object: 'Service web', renders: ['prod.yaml'] }),
      suffix: '',
    },
  ]);
  expect(merged).toEqual([
    sampleFinding({
      ...base,
      object: 'Deployment web',
      renders: ['defaults', 'prod.yaml'],
      message:
        'must be text, but is a number (included at a:6); the line gives it in 2 more places',
    }),
  ]);
});

test.each([
  ['another field', { path: 'spec.paused' }],
  ['another hint', { hint: 'Write true or false' }],
  ['another line', { line: 13 }],
  ['another column', { column: 9 }],
  ['another rule', { rule: 'schema/missing-field' }],
])('%s is another mistake', (_, parts) => {
  const located = [sampleFinding(base), sampleFinding({ ...base, ...parts })].map((finding) => ({
    finding,
    suffix: '',
  }));
  expect(mergePlaces(located)).toEqual(located.map(({ finding }) => finding));
});
