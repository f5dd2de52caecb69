import { suggestion } from '@kube-delivery/shared/text/nearest-word';

/** The Kubernetes versions that charts are checked against, or what is wrong with the input. */
export interface VersionReading {
  /** `1.36`, oldest first, each once. */
  readonly versions: readonly string[];
  /** One sentence each, about an entry that names no version that can be checked. */
  readonly problems: readonly string[];
}

/**
 * Reads `kubernetes-versions`: `1.36`, `v1.36` or `1.36.1`, of which the minor counts. Without any,
 * all `shipped` versions are meant.
 */
export function readKubernetesVersions(
  given: readonly string[],
  shipped: readonly string[],
): VersionReading {
  if (given.length === 0) return { versions: shipped, problems: [] };
  const chosen = new Set<string>();
  const problems: string[] = [];
  for (const entry of given) {
    const minor = /^v?(\d+\.\d+)(?:\.\d+)?$/.exec(entry.trim())?.[1];
    if (minor !== undefined && shipped.includes(minor)) chosen.add(minor);
    else problems.push(describe(entry, minor, shipped));
  }
  return { versions: shipped.filter((version) => chosen.has(version)), problems };
}

function describe(entry: string, minor: string | undefined, shipped: readonly string[]): string {
  const allowed = `allowed are ${shipped.join(', ')}`;
  if (minor === undefined) {
    return `${JSON.stringify(entry)} is not a Kubernetes version such as 1.36${suggestion(entry, shipped)}; ${allowed}`;
  }
  return `this release of helm-lint has no schemas of Kubernetes ${minor}; ${allowed}`;
}

/** The minor of a release as a number that can be compared: 36 of `1.36`. */
export function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

/**
 * What to do about something that only some versions have, given oldest first: a condition for a
 * template where these go on to the newest of `all`.
 */
export function onlyWhere(having: readonly string[], all: readonly string[]): string {
  const [first = ''] = having;
  const isFromOn = all.length - all.indexOf(first) === having.length;
  if (!isFromOn) return `render it only for Kubernetes ${listVersions(having, all)}, which have it`;
  const condition = `semverCompare ">=${first}-0" .Capabilities.KubeVersion.Version`;
  return `render it only where \`${condition}\`, or set kubeVersion: ">=${first}-0" in Chart.yaml`;
}

/** `1.33`, `1.33 and 1.34`, `1.33 to 1.36`: versions in the order of `all`, for a message. */
export function listVersions(versions: readonly string[], all: readonly string[]): string {
  const [first, ...rest] = versions;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return first ?? '';
  const isRun = all.indexOf(last) - all.indexOf(first) === versions.length - 1;
  if (isRun && versions.length > 2) return `${first} to ${last}`;
  return `${versions.slice(0, -1).join(', ')} and ${last}`;
}
