const versionName = /^v(\d+)(?:(alpha|beta)(\d+))?$/;
const stabilities: readonly (string | undefined)[] = ['alpha', 'beta', undefined];

/** The apiVersion that Kubernetes prefers of a group's: stable before beta before alpha, then newest. */
export function preferredApi(apiVersions: readonly string[]): string | undefined {
  return [...apiVersions].sort((a, b) => compare(rank(b), rank(a)))[0];
}

function rank(apiVersion: string): readonly number[] {
  const [, major, stability, minor] = versionName.exec(apiVersion.replace(/^.*\//, '')) ?? [];
  return [stabilities.indexOf(stability), Number(major ?? 0), Number(minor ?? 0)];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((part, place) => part !== b[place]);
  return index === -1 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
