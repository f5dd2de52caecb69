import { expect, test } from '@jest/globals';
import type { ObjectMeta } from '@kube-delivery/shared/cluster/kube-object';
import { optInOf, optInProblem } from '../../src/blast-radius/opt-in.ts';
import type { Voice } from '../../src/blast-radius/opt-in.ts';

type Marks = Partial<Pick<ObjectMeta, 'labels' | 'annotations'>>;

const ours = (value: string): Marks => ({ labels: { 'kube-delivery.dev/chaos': value } });
const note = (value: string): Marks => ({ annotations: { 'kube-delivery.dev/chaos': value } });
const monkey = (value: string): Marks => ({ labels: { 'kube-monkey/enabled': value } });
const mesh = (value: string): Marks => ({ annotations: { 'chaos-mesh.org/inject': value } });

test.each<[string, Marks, string | undefined]>([
  ['nothing', {}, undefined],
  ['a label', ours('enabled'), 'enabled'],
  ['an annotation', note('enabled'), 'enabled'],
  ['an opt-out', note('disabled'), 'disabled'],
  ['a label against an annotation', { ...ours('enabled'), ...note('disabled') }, 'disabled'],
  ['an annotation against a label', { ...ours('disabled'), ...note('enabled') }, 'disabled'],
  ['another value', ours('true'), 'unclear'],
  ['no value', ours(''), 'unclear'],
  ['kube-monkey', monkey('enabled'), 'enabled'],
  ['Chaos Mesh', mesh('enabled'), 'enabled'],
  ['Chaos Mesh against kube-monkey', { ...monkey('enabled'), ...mesh('disabled') }, 'disabled'],
  ['ours against another tool', { ...ours('enabled'), ...mesh('disabled') }, 'enabled'],
  ['our opt-out against another tool', { ...mesh('enabled'), ...ours('disabled') }, 'disabled'],
])('%s', (_, marks, says) => {
  expect(optInOf({ metadata: { name: 'x', ...marks } })?.says).toBe(says);
});

const voices = (pod: Marks, workload: Marks, namespace: Marks | undefined): readonly Voice[] => [
  { title: 'it', object: { metadata: { name: 'web-1', ...pod } } },
  { title: 'Deployment web', object: { metadata: { name: 'web', ...workload } } },
  {
    title: 'namespace shop',
    object: namespace && { metadata: { name: 'shop', ...namespace } },
  },
];
const missing =
  'is not opted in: label or annotate it, Deployment web or namespace shop with kube-delivery.dev/chaos=enabled';

test.each<[string, readonly Voice[], string]>([
  ['nobody says anything', voices({}, {}, {}), missing],
  ['the namespace is gone', voices({}, {}, undefined), missing],
  ['the pod', voices(ours('enabled'), {}, {}), ''],
  ['the workload', voices({}, note('enabled'), {}), ''],
  ['the namespace', voices({}, {}, ours('enabled')), ''],
  [
    'the workload against its namespace',
    voices({}, ours('disabled'), ours('enabled')),
    'is opted out by Deployment web',
  ],
  ['the pod against its workload', voices(ours('disabled'), ours('enabled'), {}), 'is opted out'],
  ['the pod although its workload is not', voices(ours('enabled'), ours('disabled'), {}), ''],
  [
    'a value that means nothing',
    voices({}, ours('yes'), ours('enabled')),
    'is not opted in: of Deployment web, kube-delivery.dev/chaos is "yes", not "enabled"',
  ],
])('opt-in required: %s', (_, said, problem) => {
  expect(optInProblem(said, 'required')).toBe(problem);
});

test.each<[string, readonly Voice[], string]>([
  ['nobody says anything', voices({}, {}, {}), ''],
  ['a value that means nothing', voices({}, ours('yes'), {}), ''],
  ['an opt-out', voices({}, {}, ours('disabled')), 'is opted out by namespace shop'],
  ['an opt-in nearer than an opt-out', voices(ours('enabled'), ours('disabled'), {}), ''],
])('no opt-in required: %s', (_, said, problem) => {
  expect(optInProblem(said, 'none')).toBe(problem);
});

const unread = 'cannot be judged: ci may not get namespaces';
const hidden = (pod: Marks, workload: Marks): readonly Voice[] => [
  ...voices(pod, workload, {}).slice(0, 2),
  { title: 'namespace shop', object: undefined, unread },
];

test.each<[string, readonly Voice[], string]>([
  ['nobody nearer says anything', hidden({}, {}), unread],
  ['the workload does', hidden({}, ours('enabled')), ''],
  ['the workload forbids it', hidden({}, ours('disabled')), 'is opted out by Deployment web'],
  ['only another tool is allowed', hidden(monkey('enabled'), {}), unread],
])('a namespace that may not be read, and %s', (_, said, problem) => {
  expect(optInProblem(said, 'required')).toBe(problem);
  expect(optInProblem(said, 'none')).toBe(problem);
});
