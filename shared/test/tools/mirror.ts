import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a mirror does with a request. */
export type Reply = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on loopback that offers downloads, and what it was asked for. */
export interface Mirror extends AsyncDisposable {
  readonly url: string;
  /** Paths in the order of the requests. */
  readonly asked: readonly string[];
  /** Replies to a path from now on: with these bytes, or as it likes. */
  offer(path: string, reply: Buffer | string | Reply): void;
}

/** Starts a mirror that has nothing yet and answers 404. */
export async function startMirror(): Promise<Mirror> {
  const offers = new Map<string, Reply>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const reply = offers.get(path);
    if (reply === undefined) response.writeHead(404).end('no such file');
    else reply(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    offer: (path, reply) => {
      offers.set(
        path,
        typeof reply === 'function' ? reply : (_request, response) => response.end(reply),
      );
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
