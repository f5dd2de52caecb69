const parts = /^(?<start>https?:\/\/[^/?#]*)(?<path>[^?#]*)(?<query>\?[^#]*)?(?<rest>#.*)?$/is;
const notOfPath = /[^A-Za-z0-9._~!$&'()*+,;=:@/%-]/gu;
const notOfQuery = /[^A-Za-z0-9._~!$&'()*+,;=:@/?%-]/gu;

/**
 * A URL whose path and query hold only what may stand there, as urllib3 escapes the rest: a part in which
 * a `%` is not followed by two hexadecimal digits has all of its `%` escaped. Otherwise a backslash would be
 * read as a slash, and `{}` and `[]` go out as they are.
 */
export function escapeUrl(url: string): string {
  const { start, path, query, rest = '' } = parts.exec(url)?.groups ?? {};
  if (start === undefined || path === undefined) return url;
  const escapedQuery = query === undefined ? '' : `?${escaped(query.slice(1), notOfQuery)}`;
  return `${start}${escaped(path, notOfPath)}${escapedQuery}${rest}`;
}

/** Arguments that are a text, as a part of a query. */
export function escapeQueryText(text: string): string {
  return escaped(text, notOfQuery);
}

function escaped(part: string, others: RegExp): string {
  const found = part.match(/%(?:[0-9a-f]{2})?/gi) ?? [];
  const keepsEscapes = found.every((sign) => sign.length === 3);
  const upper = part.replace(/%[0-9a-f]{2}/gi, (sign) => sign.toUpperCase());
  return (keepsEscapes ? upper : upper.replaceAll('%', '%25')).replace(others, encoded);
}

function encoded(sign: string): string {
  const bytes = [...Buffer.from(sign)];
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
