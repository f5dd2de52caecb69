/** A part of a path that is shorter than this is a word, not a token. */
const shortestToken = 12;

/**
 * What of a webhook's URL nobody may see, as it may be shown alone: the whole, its password, its path
 * and query, what is given in that, and parts of the path that look like tokens.
 */
export function privateValuesOf(url: URL): readonly string[] {
  const { href, password, pathname, search, username } = url;
  const tokens = pathname.split('/').filter((part) => part.length >= shortestToken);
  const given = [...url.searchParams.values()];
  const path = pathname === '/' ? '' : pathname;
  return [href, `${pathname}${search}`, path, search, username, password, ...tokens, ...given]
    .flatMap((value) => [value, decoded(value)])
    .filter((value) => value !== '' && value !== '/');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
