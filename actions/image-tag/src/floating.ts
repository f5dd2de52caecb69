import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import { compare, major, minor } from 'semver';
import { isStable } from './version.ts';

const kinds = ['minor', 'major', 'latest'] as const;

/** A moving tag: the newest of `v1.3`, of `v1`, of all. */
export type FloatingKind = (typeof kinds)[number];

/** Which moving tags this build takes, and why not the others. */
export interface FloatingTags {
  readonly tags: readonly string[];
  readonly notices: readonly string[];
}

/** Reads `floating`: `none`, or some of `minor`, `major` and `latest`. */
export function readFloating(reader: InputReader): readonly FloatingKind[] {
  const asked = reader.list('floating', { commas: true, fallback: 'none' });
  if (asked.length === 1 && asked[0] === 'none') return [];
  const known: FloatingKind[] = [];
  for (const word of asked) {
    const kind = kinds.find((each) => each === word);
    if (kind === undefined) {
      reader.reject(
        'floating',
        word === 'none'
          ? 'none stands alone; leave it out beside others'
          : `${JSON.stringify(word)} is not known${suggestion(word, kinds)}; allowed are ${kinds.join(', ')}, or none`,
      );
    } else if (!known.includes(kind)) known.push(kind);
  }
  return known;
}

/**
 * The moving tags that `version` takes: those of whose line it is the newest stable version, judged
 * against `released`, the versions of all git tags. A prerelease takes none and holds none back.
 */
export function judgeFloating(
  asked: readonly FloatingKind[],
  version: string,
  released: readonly string[],
): FloatingTags {
  if (!isStable(version)) {
    const left = asked.map((kind) => floatingName(kind, version)).join(', ');
    return { tags: [], notices: [`${left} not moved: ${version} is a prerelease`] };
  }
  const tags: string[] = [];
  const notices: string[] = [];
  for (const kind of asked) {
    const name = floatingName(kind, version);
    const newest = released
      .filter((other) => isStable(other) && floatingName(kind, other) === name)
      .reduce((best, other) => (compare(other, best) > 0 ? other : best), version);
    if (newest === version) tags.push(name);
    else notices.push(`${name} not moved: ${newest} is newer than ${version}`);
  }
  return { tags, notices };
}

function floatingName(kind: FloatingKind, version: string): string {
  switch (kind) {
    case 'minor':
      return `v${major(version)}.${minor(version)}`;
    case 'major':
      return `v${major(version)}`;
    case 'latest':
      return 'latest';
  }
}
