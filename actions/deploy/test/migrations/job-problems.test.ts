import { expect, test } from '@jest/globals';
import { parseManifests } from '@kube-delivery/shared/manifests/parse-manifests';
import { jobProblems } from '../../src/migrations/job-problems.ts';

test.each([
  ['a Job', 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: m}\nspec: {}', []],
  [
    'a suspended Job',
    'apiVersion: batch/v1\nkind: Job\nmetadata: {name: m}\nspec: {suspend: true}',
    ['m.yaml:1: Job m is suspended, so that it would never run'],
  ],
  [
    'a CronJob',
    'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: m}',
    ['m.yaml:1: CronJob m is no Job; a migration is one'],
  ],
  [
    'a Job of another group',
    'apiVersion: batch.volcano.sh/v1alpha1\nkind: Job\nmetadata: {name: m}',
    ['m.yaml:1: Job m is no Job; a migration is one'],
  ],
])('%s', (_, text, wanted) => {
  const { manifests } = parseManifests(text, 'm.yaml');
  expect(manifests.flatMap(jobProblems).map(({ message }) => message)).toEqual(wanted);
});

test('a Job that would have another name each time is refused by its line', () => {
  const text = 'apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: m-}';
  const { manifests, problems } = parseManifests(text, 'm.yaml');
  expect(manifests).toEqual([]);
  expect(problems.map(({ message }) => message)).toEqual([
    'm.yaml:1: Job has metadata.generateName, with which every run would make another one; give it a metadata.name',
  ]);
});
