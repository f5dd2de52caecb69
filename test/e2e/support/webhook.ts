import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A webhook on this machine that keeps what it is told. */
export interface Webhook {
  readonly url: string;
  /** The bodies of the requests, in the order in which they came. */
  readonly told: readonly Readonly<Record<string, unknown>>[];
  close(): Promise<void>;
}

/** Starts a webhook under `path`; with `silent` it takes requests and never answers. */
export async function startWebhook(
  path: string,
  { silent = false, heard }: { readonly silent?: boolean; readonly heard?: () => void } = {},
): Promise<Webhook> {
  const told: Readonly<Record<string, unknown>>[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => (body += part));
    request.on('end', () => {
      const isOurs = request.method === 'POST' && request.url === path;
      if (isOurs) told.push(JSON.parse(body) as Readonly<Record<string, unknown>>);
      heard?.();
      if (!silent) response.writeHead(isOurs ? 204 : 404).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    told,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
