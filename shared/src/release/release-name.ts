import type { InputReader } from '../action/input-reader.ts';
import type { RunFacts } from '../action/run-facts.ts';

const longest = 63;
const label = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/**
 * Reads `release`, the name that history and lock go by: a DNS label (RFC 1123). Without it, the
 * repository's name is made one.
 */
export function readReleaseName(reader: InputReader, run: Pick<RunFacts, 'repository'>): string {
  const given = reader.text('release');
  if (given !== undefined) {
    if (label.test(given) && given.length <= longest) return given;
    reader.reject(
      'release',
      `${JSON.stringify(given)} is not a DNS label: up to ${longest} of a-z, 0-9 and -, beginning and ending with a letter or digit`,
    );
    return given;
  }
  const name = releaseNameOf(run.repository);
  if (name === '') {
    reader.reject('release', 'was not given, and the repository has no name to take it from');
  }
  return name;
}

/** The name of `owner/name` as a DNS label; empty where nothing of it can be kept. */
export function releaseNameOf(repository: string): string {
  const name = repository.slice(repository.indexOf('/') + 1);
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, longest)
    .replace(/-+$/, '');
}
