import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { parse } from 'semver';

/** The version of a build, or a sentence on why it has none. */
export type VersionFinding = { readonly version: string } | { readonly absent: string };

/**
 * The version in `text` without its `v`, with prerelease and build part; undefined where `text` is
 * not `<component>/` (where there is a component) and a full version by semver.org 2.0.0.
 */
export function parseVersion(text: string, component: string): string | undefined {
  const prefix = component === '' ? '' : `${component}/`;
  if (!text.startsWith(prefix)) return undefined;
  const bare = text.slice(prefix.length).replace(/^v/, '');
  const parsed = /^\d/.test(bare) ? parse(bare) : null;
  if (parsed === null) return undefined;
  return parsed.build.length === 0 ? parsed.version : `${parsed.version}+${parsed.build.join('.')}`;
}

/** Whether a version has no prerelease part. */
export function isStable(version: string): boolean {
  return parse(version)?.prerelease.length === 0;
}

/** Reads `version`; where it is not given, the git tag that is built says it. */
export function readVersion(
  reader: InputReader,
  component: string,
  gitTag: string | undefined,
): VersionFinding {
  const given = reader.text('version');
  if (given !== undefined) {
    const version = parseVersion(given, component) ?? parseVersion(given, '');
    if (version !== undefined) return { version };
    reader.reject(
      'version',
      `${JSON.stringify(given)} is not a full version; write it like 1.2.3 or v1.2.3-rc.1`,
    );
    return { absent: 'the version that was given is none' };
  }
  if (gitTag === undefined) {
    return { absent: 'this run builds no git tag; give version, or build a git tag like v1.2.3' };
  }
  const version = parseVersion(gitTag, component);
  if (version !== undefined) return { version };
  const shape = `${component === '' ? '' : `${component}/`}v1.2.3`;
  return {
    absent: `the git tag ${gitTag} is not a full version; give version, or a git tag like ${shape}`,
  };
}

/** Reads `component`: what git tags of this part of a monorepo begin with, without the last `/`. */
export function readComponent(reader: InputReader): string {
  return reader.text('component', '').replace(/\/+$/, '');
}
