import { satisfies } from 'semver';

const version = String.raw`v?(?:\d+|[xX*])(?:\.(?:\d+|[xX*]))?(?:\.(?:\d+|[xX*]))?(?:-[\dA-Za-z.-]+)?(?:\+[\dA-Za-z.-]+)?`;
const operator = String.raw`=>|=<|>=|<=|!=|~>|=|>|<|~|\^`;
const term = `(?:${operator})?\\s*${version}`;
const allTerms = new RegExp(`^\\s*${term}(?:(?:\\s+|\\s*,\\s*)${term})*\\s*$`);
const eachTerm = new RegExp(`(?<comparison>${operator})?\\s*(?<wanted>${version})`, 'g');
const range = new RegExp(`(?<from>${version})\\s+-\\s+(?<to>${version})`, 'g');

/**
 * A version as Helm reads it, in full: `v1.2` is `1.2.0`. Undefined for what is none.
 */
export function fullVersion(text: string): string | undefined {
  const parts = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(-[\dA-Za-z.-]+)?(?:\+[\dA-Za-z.-]+)?$/.exec(text);
  if (parts === null) return undefined;
  const [, major = '', minor = '0', patch = '0', prerelease = ''] = parts;
  return `${[major, minor, patch].map(Number).join('.')}${prerelease}`;
}

/**
 * Whether a version meets a constraint by the rules of Helm's library (Masterminds/semver): commas and
 * blanks mean and, `||` means or, a prerelease fits only a constraint that names one. An empty
 * constraint takes every version. Undefined where the constraint is none; false where the version is none.
 */
export function meetsConstraint(text: string, constraint: string): boolean | undefined {
  const groups = (constraint.trim() === '' ? '*' : constraint)
    .split('||')
    .map((group) => group.replace(range, '>=$<from> <=$<to>'));
  if (!groups.every((group) => allTerms.test(group))) return undefined;
  const full = fullVersion(text);
  return full !== undefined && groups.some((group) => meetsAll(full, group));
}

function meetsAll(full: string, group: string): boolean {
  const terms = [...group.matchAll(eachTerm)].map(({ groups = {} }) => ({
    comparison: groups.comparison ?? '',
    wanted: groups.wanted ?? '',
  }));
  const includePrerelease = terms.some(
    ({ wanted }) => wanted.split('+')[0]?.includes('-') === true,
  );
  if (full.includes('-') && !includePrerelease) return false;
  return terms.every(({ comparison, wanted }) => {
    const options = { includePrerelease, loose: true };
    if (comparison === '!=') return !satisfies(full, wanted, options);
    return satisfies(full, `${spelled(comparison)}${wanted}`, options);
  });
}

function spelled(comparison: string): string {
  if (comparison === '=>') return '>=';
  if (comparison === '=<') return '<=';
  return comparison === '~>' ? '~' : comparison;
}
