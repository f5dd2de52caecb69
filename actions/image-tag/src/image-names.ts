import { formatImageReference } from '@kube-delivery/shared/image/reference';
import type { Labels } from './labels.ts';
import type { PlannedTag } from './plan-tags.ts';
import type { Repository } from './repositories.ts';

/** Everything that this action says of a build. */
export interface ImageNames {
  readonly repositories: readonly Repository[];
  /** The primary tag first; at least one. */
  readonly tags: readonly PlannedTag[];
  /** Moving tags, without host. */
  readonly floating: readonly string[];
  readonly version: string | undefined;
  /** The full commit id. */
  readonly sha: string;
  readonly buildId: string | undefined;
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** The tag that names this build. */
export function primaryTag({ tags }: Pick<ImageNames, 'tags'>): string {
  return tags[0]?.tag ?? '';
}

/** Full references: every repository with every tag, all of the first tag first. */
export function references(
  repositories: readonly Repository[],
  tags: readonly string[],
): readonly string[] {
  return tags.flatMap((tag) =>
    repositories.map((repository) => formatImageReference({ ...repository, tag })),
  );
}
