import { PreconditionError } from '@kube-delivery/shared/action/errors';
import type { Git } from '@kube-delivery/shared/git/git';
import { parseVersion } from './version.ts';

/**
 * The versions of all git tags of the component. Throws a PreconditionError where the clone cannot
 * know them: it is shallow, and has no tags but those that came with the commit `sha` itself.
 */
export async function releasedVersions(
  clone: Git | PreconditionError,
  component: string,
  sha: string,
): Promise<readonly string[]> {
  if (clone instanceof PreconditionError) {
    throw new PreconditionError(`floating tags are judged from git tags: ${clone.message}`, {
      ...(clone.hint === undefined ? {} : { hint: `${clone.hint}, with fetch-depth: 0` }),
      cause: clone,
    });
  }
  const tags = await clone.tags();
  // Checkout of a tag fetches that tag alone, so it says nothing of the others.
  if (tags.every(({ commit }) => commit === sha) && clone.isShallow) {
    throw new PreconditionError(
      'floating tags are judged from all git tags: the clone is shallow and lacks them',
      { hint: 'Give actions/checkout fetch-depth: 0' },
    );
  }
  return tags
    .map(({ name }) => parseVersion(name, component))
    .filter((version) => version !== undefined);
}
