import { PreconditionError } from '../action/errors.ts';
import type { Git } from '../git/git.ts';
import { openClone } from '../git/open-clone.ts';
import type { GitWorld } from '../git/open-clone.ts';

/**
 * How one commit stands to another: the other builds on it (`ancestor`), it builds on the other
 * (`descendant`), neither (`apart`), or the clone cannot tell.
 */
export type Ancestry = 'ancestor' | 'descendant' | 'apart' | 'unknown';

const commitId = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * How `commit` stands to `other` by the clone in `folder`. No clone there, no git, a commit that the
 * clone lacks and a history that was cut off all are `unknown`; throws only the signal's reason.
 */
export async function ancestryOf(
  commit: string,
  other: string,
  folder: string,
  world: GitWorld,
): Promise<Ancestry> {
  if (!commitId.test(commit) || !commitId.test(other)) return 'unknown';
  try {
    return await askClone(await openClone(folder, world), commit, other);
  } catch (error) {
    if (error instanceof PreconditionError) return 'unknown';
    throw error;
  }
}

async function askClone(clone: Git, commit: string, other: string): Promise<Ancestry> {
  const isBefore = await clone.isAncestor(commit, other);
  if (isBefore === true) return 'ancestor';
  const isAfter = await clone.isAncestor(other, commit);
  if (isAfter === true) return 'descendant';
  return isBefore === false && isAfter === false ? 'apart' : 'unknown';
}
