import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { colourNamespace } from './support/colours.ts';
import type { ColourNamespace } from './support/colours.ts';
import { deadline } from './support/deadline.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { sampleImage } from './support/manifest-folder.ts';
import { rollBack } from './support/rollback-run.ts';

let own: ColourNamespace;

beforeAll(async () => {
  own = await colourNamespace('rollback-colours');
});

afterEach(async () => {
  await own.endTest();
});

afterAll(async () => {
  await own.close();
});

const back = (release: string, inputs: Readonly<Record<string, string>> = {}) =>
  rollBack(own.namespace, { release, ...inputs });

test('a release whose old pods are kept goes back to those very pods, and no request fails', async () => {
  await own.bring('kept', 'v1');
  const pods = await own.podsOf('kept');
  await own.bring('kept', 'v2');
  const users = await own.users('kept');
  const before = await own.versions();
  expectVerdict(await back('kept', { 'dry-run': 'true' }), 'planned');
  expect(await own.versions()).toEqual(before);

  const run = await back('kept');
  expectVerdict(run, 'rolled-back');
  expect(run.outputs).toMatchObject({ 'from-revision': '2', 'to-revision': '1' });
  expect(await own.selectorOf('kept')).toEqual({ app: 'kept' });
  expect(await own.podsOf('kept')).toEqual(pods);
  expect(await own.replicasOf('kept-green')).toBe(0);
  expect(await own.outcomes('kept')).toEqual(['deployed', 'deployed', 'deployed']);

  const settled = await own.versions();
  expectVerdict(await back('kept'), 'unchanged');
  expect(await own.versions()).toEqual(settled);
  const { failures, versions } = await users.stop();
  expect({ failures, versions: Object.keys(versions).sort() }).toEqual({
    failures: 0,
    versions: ['1.0.0', '2.0.0'],
  });
});

test('a release whose old pods are gone gets them back before users go there', async () => {
  await own.bring('gone', 'v1');
  await own.bring('gone', 'v2', { 'scale-down-delay': '0' });
  expect(await own.replicasOf('gone')).toBe(0);
  const users = await own.users('gone');
  expectVerdict(await back('gone'), 'rolled-back');
  expect([await own.replicasOf('gone'), await own.replicasOf('gone-green')]).toEqual([2, 0]);
  expect(await own.selectorOf('gone')).toEqual({ app: 'gone' });
  const { failures, versions } = await users.stop();
  expect({ failures, versions: Object.keys(versions).sort() }).toEqual({
    failures: 0,
    versions: ['1.0.0', '2.0.0'],
  });
  expectVerdict(await own.bring('gone', 'v1'), 'unchanged');
});

test('what serves as green is looked at as green', async () => {
  await own.bring('looked', 'v1');
  await own.bring('looked', 'v2');
  await own.bring('looked', 'v1');
  expectVerdict(await back('looked'), 'rolled-back');
  expect(await own.selectorOf('looked')).toEqual({ app: 'looked-green' });
  expectVerdict(await back('looked'), 'unchanged');
  const green = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'looked-green' };
  const value = `${sampleImage('v1')}-missing`;
  const path = '/spec/template/spec/containers/0/image';
  await own.cluster.patch(green, [{ op: 'replace', path, value }], { signal: deadline() });
  const run = await back('looked');
  expectVerdict(run, 'failed');
  expect(run.outputs.reason).toMatch(/looked-green.*-missing/);
});
