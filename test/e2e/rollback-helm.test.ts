import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ensureTools } from '../cluster/index.ts';
import { chartFiles } from './support/chart-files.ts';
import { chartNamespace } from './support/chart-namespace.ts';
import type { ChartNamespace } from './support/chart-namespace.ts';
import { sampleImage } from './support/manifest-folder.ts';
import { rollBack } from './support/rollback-run.ts';

let own: ChartNamespace;
let helm: string;

beforeAll(async () => {
  own = await chartNamespace('rollback-helm');
  ({ helm } = await ensureTools(['helm']));
});

afterAll(async () => {
  await own.close();
});

const set = (message: string) => ({ inputs: { set: `message=${message}` } });
const statuses = async (release: string) =>
  (await own.helmHistory(release)).map(({ status }) => status);

test('a chart that deploy made goes back by Helm, once', async () => {
  await own.deployed('shop', chartFiles(), set('one'));
  await own.deployed('shop', chartFiles(), set('two'));
  const inputs = { release: 'shop', 'helm-path': helm };
  const planned = await rollBack(own.namespace, { ...inputs, 'dry-run': 'true' });
  expect(planned.outputs).toMatchObject({ verdict: 'planned', 'to-revision': '1' });
  expect(await statuses('shop')).toEqual(['superseded', 'deployed']);

  const run = await rollBack(own.namespace, inputs);
  expect([run.outputs.reason, run.outputs]).toMatchObject([
    '',
    { verdict: 'rolled-back', 'from-revision': '2', 'to-revision': '1' },
  ]);
  expect((await own.helmHistory('shop')).at(-1)).toMatchObject({
    revision: 3,
    status: 'deployed',
    description: 'Rollback to 1',
  });
  expect((await own.records('shop')).at(-1)).toMatchObject({
    revision: 3,
    outcome: 'deployed',
    rollback: { from: 2, to: 1 },
    helm: { revision: 3 },
  });
  const again = await rollBack(own.namespace, inputs);
  expect(again.outputs).toMatchObject({ verdict: 'unchanged', 'to-revision': '3' });
  expect(await statuses('shop')).toHaveLength(3);
  const same = await own.deploy('shop', chartFiles(), set('one'));
  expect(same.outputs).toMatchObject({ verdict: 'unchanged', revision: '3' });
});

test('a Helm release that deploy did not make goes back along Helm’s own history, once', async () => {
  // What deploy makes of a chart is a release of Helm's like any other.
  await own.deployed('plain', chartFiles(), set('one'));
  await own.deployed('plain', chartFiles(), set('two'));
  await own.helm('rollback', 'plain', '2');
  await own.helm('rollback', 'plain', '1');
  const inputs = { 'helm-release': 'plain', 'helm-path': helm };
  const nothing = await rollBack(own.namespace, inputs);
  expect(nothing.outputs).toMatchObject({ verdict: 'unchanged', 'to-revision': '4' });
  const run = await rollBack(own.namespace, { ...inputs, to: '2' });
  expect(run.outputs).toMatchObject({
    verdict: 'rolled-back',
    'from-revision': '4',
    'to-revision': '2',
  });
  expect((await own.helmHistory('plain')).at(-1)?.description).toBe('Rollback to 2');
  const gone = await rollBack(own.namespace, { ...inputs, to: '9' });
  expect([gone.exitCode, gone.outputs.verdict]).toEqual([1, 'nothing-to-roll-back-to']);
  expect(gone.outputs.reason).toMatch(
    /keeps no whole revision 9; those that it keeps: 1, 2, 3, 4, 5/,
  );
  const unknown = await rollBack(own.namespace, { ...inputs, 'helm-release': 'nobody' });
  expect(unknown.outputs.reason).toMatch(/Helm knows no release of that name/);
  expect(await own.imageOf('plain')).toBe(sampleImage('v1'));
});
