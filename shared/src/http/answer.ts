/** What a server answered to one request, whichever way it was sent. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; several values of one name are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body's text, cut at the reader's limit. */
  readonly body: string;
}

/** Headers as Node and undici give them, in the form of an HttpAnswer. */
export function flattenHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

/** The text of a body, at most `limit` characters of it; the rest is not waited for. */
export async function readText(
  body: AsyncIterable<Buffer | string>,
  limit: number,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length >= limit) break;
  }
  return text.slice(0, limit);
}
