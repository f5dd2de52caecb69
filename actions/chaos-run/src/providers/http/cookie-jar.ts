/** The cookies that redirects of one request set, each for the host that set it. */
export class CookieJar {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Takes what an answer of this host sets. */
  take(host: string, fields: readonly (readonly [name: string, value: string])[]): void {
    for (const [field, value] of fields) {
      if (field !== 'set-cookie') continue;
      const [pair = '', ...attributes] = value.split(';');
      const split = pair.indexOf('=');
      if (split < 1) continue;
      const cookies = this.#cookies.get(host) ?? new Map<string, string>();
      this.#cookies.set(host, cookies);
      const name = pair.slice(0, split).trim();
      const isOver = attributes.some((each) => /^\s*max-age\s*=\s*(?:0|-\d+)\s*$/i.test(each));
      if (isOver) cookies.delete(name);
      else cookies.set(name, pair.slice(split + 1).trim());
    }
  }

  /** The header for this host; undefined without cookies. */
  header(host: string): string | undefined {
    const cookies = [...(this.#cookies.get(host) ?? [])];
    if (cookies.length === 0) return undefined;
    return cookies.map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
