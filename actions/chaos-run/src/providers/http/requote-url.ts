/**
 * The URL with its path and query written as requests writes them: letters, digits and `-._~` are never
 * escaped, and a bar, a caret and a backquote always are.
 */
export function requoteUrl(url: URL): URL {
  const result = new URL(url.href);
  result.pathname = requoted(url.pathname);
  result.search = requoted(url.search);
  return result;
}

function requoted(text: string): string {
  return text
    .replace(/%[0-9A-Fa-f]{2}/g, (escape) => {
      const sign = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
      return /^[A-Za-z0-9._~-]$/.test(sign) ? sign : escape;
    })
    .replace(/[|^`]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
