import { afterAll, expect, test } from '@jest/globals';
import { PreconditionError } from '@kube-delivery/shared/action/errors';
import { createSecrets } from '@kube-delivery/shared/action/secrets';
import type { Git } from '@kube-delivery/shared/git/git';
import { openClone } from '@kube-delivery/shared/git/open-clone';
import { systemClock } from '@kube-delivery/shared/time/system-clock';
import { TemporaryClone } from '../../../shared/test/git/temporary-clone.ts';
import { releasedVersions } from '../src/released-versions.ts';

const origin = TemporaryClone.init();
origin.commit();
for (const tag of ['v1.2.9', 'app/v7.0.0', 'nightly', 'v1.3']) origin.git('tag', tag);
origin.commit();
origin.git('tag', '-a', '-m', 'release', 'v1.3.0');
const head = origin.commit();
origin.git('tag', 'v1.3.1');
const clones = [origin];

async function cloned(...options: readonly string[]): Promise<Git> {
  const clone = origin.clone(...options);
  clones.push(clone);
  return open(clone);
}

async function open(clone: TemporaryClone): Promise<Git> {
  return openClone(clone.folder, {
    clock: systemClock,
    secrets: createSecrets(() => undefined),
    signal: new AbortController().signal,
    environment: process.env,
  });
}

afterAll(() => {
  for (const clone of clones) clone.remove();
});

test('all versions of a complete clone count, those of the component only', async () => {
  const clone = await cloned();
  expect((await releasedVersions(clone, '', head)).toSorted()).toEqual(['1.2.9', '1.3.0', '1.3.1']);
  await expect(releasedVersions(clone, 'app', head)).resolves.toEqual(['7.0.0']);
});

test('a shallow clone is enough when the tags were fetched into it', async () => {
  const shallow = origin.clone('--depth=1');
  clones.push(shallow);
  shallow.git('fetch', '--quiet', '--depth=1', '--tags');
  const clone = await open(shallow);
  expect(clone.isShallow).toBe(true);
  expect((await releasedVersions(clone, '', head)).toSorted()).toEqual(['1.2.9', '1.3.0', '1.3.1']);
});

test.each([['--no-tags'], ['--branch=v1.3.1']])(
  'a shallow clone %s cannot tell the newest version',
  async (option) => {
    const clone = await cloned('--depth=1', option);
    await expect(releasedVersions(clone, '', head)).rejects.toThrow(
      'the clone is shallow and lacks them',
    );
  },
);

test('a complete clone without any tag knows that there is none', async () => {
  const empty = TemporaryClone.init();
  clones.push(empty);
  const sha = empty.commit();
  await expect(releasedVersions(await open(empty), '', sha)).resolves.toEqual([]);
});

test('without a clone it says why there is none', async () => {
  const missing = new PreconditionError('x is not a git clone', { hint: 'Check it out' });
  await expect(releasedVersions(missing, '', head)).rejects.toMatchObject({
    name: 'PreconditionError',
    message: 'floating tags are judged from git tags: x is not a git clone',
    hint: 'Check it out, with fetch-depth: 0',
  });
});
