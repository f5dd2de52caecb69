import { afterAll, describe, expect, test } from '@jest/globals';
import { createSecrets } from '../../src/action/secrets.ts';
import { ancestryOf } from '../../src/release/revision-guard-ancestry.ts';
import type { Ancestry } from '../../src/release/revision-guard-ancestry.ts';
import { systemClock } from '../../src/time/system-clock.ts';
import { TemporaryClone } from '../git/temporary-clone.ts';

describe('ancestryOf', () => {
  const origin = TemporaryClone.init();
  const older = origin.commit('2026-11-21T08:00:00Z');
  const newer = origin.commit('2026-11-21T09:00:00Z');
  origin.git('checkout', '--quiet', '-b', 'side', older);
  const aside = origin.commit('2026-11-21T10:00:00Z');
  origin.git('checkout', '--quiet', 'main');
  const shallow = origin.clone('--depth=1');
  const none = new TemporaryClone();
  afterAll(() => {
    for (const clone of [origin, shallow, none]) clone.remove();
  });

  test.each<[string, string, string, TemporaryClone, Ancestry]>([
    ['an older commit', older, newer, origin, 'ancestor'],
    ['a newer commit', newer, older, origin, 'descendant'],
    ['a commit pushed over', aside, newer, origin, 'apart'],
    ['a commit that the clone lacks', 'f'.repeat(40), newer, origin, 'unknown'],
    ['what is no commit', '--all', newer, origin, 'unknown'],
    ['a shallow clone', older, newer, shallow, 'unknown'],
    ['a folder without clone', older, newer, none, 'unknown'],
  ])('%s', async (_, one, other, { folder }, ancestry) => {
    const world = {
      clock: systemClock,
      secrets: createSecrets(() => undefined),
      signal: new AbortController().signal,
      environment: process.env,
    };
    await expect(ancestryOf(one, other, folder, world)).resolves.toBe(ancestry);
    const withoutGit = { ...world, environment: { PATH: none.folder } };
    await expect(ancestryOf(one, other, folder, withoutGit)).resolves.toBe('unknown');
  });
});
