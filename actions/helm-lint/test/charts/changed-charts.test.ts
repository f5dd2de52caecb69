import { afterAll, expect, test } from '@jest/globals';
import { createSecrets } from '@kube-delivery/shared/action/secrets';
import { PreconditionError } from '@kube-delivery/shared/action/errors';
import { openClone } from '@kube-delivery/shared/git/open-clone';
import { systemClock } from '@kube-delivery/shared/time/system-clock';
import { TemporaryClone } from '../../../../shared/test/git/temporary-clone.ts';
import { changedCharts } from '../../src/charts/changed-charts.ts';
import { chartYaml, writeFiles } from './support/workspace.ts';

const onDb = 'dependencies: [{name: db, version: 1.x, repository: "file://../db"}]';
const onWeb = 'dependencies: [{name: web, version: 1.x, repository: "file://../web/"}]';
const charts = ['charts/api', 'charts/db', 'charts/shop', 'charts/web', 'charts/webhook'];

const origin = TemporaryClone.init();
writeFiles(origin.folder, {
  'charts/db/Chart.yaml': chartYaml('db'),
  'charts/web/Chart.yaml': chartYaml('web', onDb),
  'charts/shop/Chart.yaml': chartYaml('shop', onWeb),
  'charts/api/Chart.yaml': 'broken: [',
  'charts/webhook/Chart.yaml': chartYaml('webhook'),
  'env/prod/web.yaml': 'a: 1',
  '.gitignore': '*.log\n',
});
const before = save(origin);
const clones = [origin];

afterAll(() => {
  for (const clone of clones) clone.remove();
});

function save(clone: TemporaryClone): string {
  clone.git('add', '--all');
  return clone.commit();
}

/** A branch of its own on which these files are changed. */
function branchWith(files: Readonly<Record<string, string>>): TemporaryClone {
  const clone = origin.clone();
  clones.push(clone);
  clone.git('checkout', '--quiet', '-b', 'change');
  writeFiles(clone.folder, files);
  save(clone);
  return clone;
}

async function changed(
  clone: TemporaryClone,
  ref: string,
  valuesLines: readonly string[] = [],
): Promise<readonly string[]> {
  const git = await openClone(clone.folder, {
    clock: systemClock,
    secrets: createSecrets(() => undefined),
    signal: new AbortController().signal,
    environment: process.env,
  });
  return changedCharts(charts, { ref, git, workspace: clone.folder, valuesLines });
}

test.each<[string, string, readonly string[]]>([
  ['a chart alone', 'charts/webhook/values.yaml', ['charts/webhook']],
  ['a dependency of others', 'charts/db/values.yaml', ['charts/db', 'charts/shop', 'charts/web']],
  ['a chart in the middle', 'charts/web/ä b.yaml', ['charts/shop', 'charts/web']],
  ['a chart that cannot be loaded', 'charts/api/x', ['charts/api']],
  ['a name that only begins alike', 'charts/web-2/x', []],
  ['nothing of a chart', 'README.md', []],
])('%s', async (_, file, expected) => {
  const clone = branchWith({ [file]: 'changed' });
  await expect(changed(clone, 'main')).resolves.toEqual(expected);
  await expect(changed(clone, before)).resolves.toEqual(expected);
  await expect(changed(clone, 'HEAD')).resolves.toEqual([]);
});

test('changes on the other branch do not count', async () => {
  const clone = branchWith({ 'charts/web/x': '1' });
  clone.git('checkout', '--quiet', 'main');
  writeFiles(clone.folder, { 'charts/webhook/x': '1' });
  save(clone);
  clone.git('checkout', '--quiet', 'change');
  await expect(changed(clone, 'main')).resolves.toEqual(['charts/shop', 'charts/web']);
});

test('a branch that only the remote has is found', async () => {
  const clone = branchWith({ 'charts/webhook/x': '1' });
  clone.git('branch', '--quiet', '-D', 'main');
  await expect(changed(clone, 'main')).resolves.toEqual(['charts/webhook']);
});

test('files count that are not committed, but not those that git ignores', async () => {
  const clone = branchWith({});
  writeFiles(clone.folder, {
    'charts/web/Chart.yaml': chartYaml('web'),
    'charts/webhook/new.yaml': 'x',
    'charts/api/debug.log': 'x',
  });
  await expect(changed(clone, 'main')).resolves.toEqual([
    'charts/shop',
    'charts/web',
    'charts/webhook',
  ]);
});

test('values files outside of the charts count', async () => {
  const clone = branchWith({ 'env/prod/web.yaml': 'a: 2' });
  await expect(changed(clone, 'main')).resolves.toEqual([]);
  for (const line of ['values.yaml,../../env/prod/web.yaml', '../../env/*/web.yaml']) {
    await expect(changed(clone, 'main', [line])).resolves.toEqual(charts);
  }
});

test('the zeros of a first push make all charts changed', async () => {
  await expect(changed(origin, '0'.repeat(40))).resolves.toEqual(charts);
});

test.each<[string, readonly string[], string]>([
  ['without the ref', ['--depth=1'], 'side'],
  ['without what came between', ['--depth=1', '--no-single-branch'], 'origin/side'],
])('a shallow clone %s is told the fetch-depth', async (_, options, ref) => {
  const source = origin.clone();
  clones.push(source);
  source.git('checkout', '--quiet', '-b', 'side');
  source.commit();
  source.git('checkout', '--quiet', 'main');
  source.commit('2026-11-21T12:00:00Z');
  const shallow = source.clone(...options);
  clones.push(shallow);
  const asked = changed(shallow, ref);
  await expect(asked).rejects.toThrow(PreconditionError);
  await expect(asked).rejects.toMatchObject({
    hint: expect.stringContaining('fetch-depth: 0'),
  });
});

test('a ref that is nowhere, or looks like an option, is refused', async () => {
  for (const ref of ['nowhere', '--output=x']) {
    await expect(changed(origin, ref)).rejects.toThrow(
      `${JSON.stringify(ref)} is not in this clone`,
    );
  }
});
