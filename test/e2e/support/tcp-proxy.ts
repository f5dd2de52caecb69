import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A TCP proxy on loopback that counts connections and can break them. */
export interface TcpProxy {
  readonly port: number;
  /** Connections accepted so far. */
  readonly accepted: number;
  /** Connections open at the moment. */
  readonly open: number;
  /** Resets every open connection. */
  cut(): void;
  /** From now on nothing passes through the connections that are open, and they stay open. */
  blackHole(): void;
  /** New connections are refused until `listen`. */
  refuse(): Promise<void>;
  listen(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy to a server's host and port. */
export async function startTcpProxy(target: URL): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let accepted = 0;
  const server = createServer((inner) => {
    accepted += 1;
    const outer = connect(Number(target.port || 443), target.hostname);
    const pair = [inner, outer] as const;
    pairs.add(pair);
    for (const socket of pair) {
      // A cut connection is what these proxies are for.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        inner.destroy();
        outer.destroy();
        pairs.delete(pair);
      });
    }
    inner.pipe(outer).pipe(inner);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = (): void => {
    for (const [inner] of pairs) inner.resetAndDestroy();
  };
  const refuse = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    cut();
    await closed;
  };
  return {
    port,
    get accepted() {
      return accepted;
    },
    get open() {
      return pairs.size;
    },
    cut,
    blackHole: () => {
      for (const [inner, outer] of pairs) {
        inner.unpipe();
        outer.unpipe();
        inner.pause();
        outer.pause();
      }
    },
    refuse,
    listen: async () => {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    close: async () => {
      if (server.listening) await refuse();
      else cut();
    },
  };
}
