import type { InputProblem } from '@kube-delivery/shared/action/errors';
import { referenceTo, identityOf } from '@kube-delivery/shared/manifests/manifest';
import type { Manifest } from '@kube-delivery/shared/manifests/manifest';
import { replaceImages } from '@kube-delivery/shared/manifests/replace-images';
import { withVersionLabels } from '@kube-delivery/shared/manifests/version-label';
import type { GivenImage } from './image-inputs.ts';
import { withRollingUpdate } from './rolling-update.ts';
import type { RollingUpdate } from './rolling-update.ts';

/** What is changed of the manifests before anything else looks at them. */
export interface Preparation {
  readonly images: readonly GivenImage[];
  readonly update: RollingUpdate;
  /** The Jobs of the input `migrations`. */
  readonly migrations: readonly Manifest[];
}

/** A release's manifests as they are to be applied. */
export interface PreparedManifests {
  readonly manifests: readonly Manifest[];
  readonly migrations: readonly Manifest[];
  readonly problems: readonly InputProblem[];
  /** What the user should know of them. */
  readonly notices: readonly string[];
}

/**
 * Replaces images, labels what gets one with its version, and fills in update limits, of the release's manifests and of its migrations. What
 * stands in both is a migration. An image entry that matches nothing is a problem.
 */
export function prepareManifests(
  declared: readonly Manifest[],
  { images, update, migrations }: Preparation,
): PreparedManifests {
  const own = new Set(migrations.map(identity));
  const others = declared.filter((manifest) => !own.has(identity(manifest)));
  const replaced = replaceImages(
    [...others, ...migrations],
    images.map(({ entry }) => entry),
  );
  const problems = replaced.problems.map(({ entry, message }) => ({
    input: images.find((each) => each.entry === entry)?.input ?? 'images',
    message,
  }));
  const labelled = withVersionLabels(
    replaced.manifests,
    images.map(({ entry }) => entry),
  );
  const ready = labelled.manifests.map((manifest) => ({
    ...manifest,
    object: withRollingUpdate(manifest.object, update),
  }));
  return {
    manifests: ready.slice(0, others.length),
    migrations: ready.slice(others.length),
    problems,
    notices: labelled.notices,
  };
}

function identity({ object }: Manifest): string {
  return identityOf(referenceTo(object));
}
