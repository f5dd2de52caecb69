import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A TCP proxy on loopback behind which a server seems to be far away. */
export interface DelayProxy {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Starts a proxy to `target` that adds `roundTrip` milliseconds: half of it to every byte in each
 * direction, and all of it to the opening of a connection, as a TCP handshake takes a round trip.
 * Bytes keep their order and their rate.
 */
export async function startDelayProxy(target: URL, roundTrip: number): Promise<DelayProxy> {
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
    const far = connect({
      port: Number(target.port || 443),
      host: target.hostname,
      noDelay: true,
      allowHalfOpen: true,
    });
    const opened = performance.now() + roundTrip;
    passOn(near, far, roundTrip / 2, opened);
    passOn(far, near, roundTrip / 2, opened);
    for (const socket of [near, far]) {
      open.add(socket);
      // Both sides are told of a broken connection by the end of it.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/** Writes what comes from one socket to the other so much later, and not before `opened`. */
function passOn(from: Socket, to: Socket, delay: number, opened: number): void {
  const queue: { readonly due: number; readonly part: Buffer | undefined }[] = [];
  let waiting = false;
  const send = (): void => {
    waiting = false;
    while (queue[0] !== undefined && queue[0].due <= performance.now()) {
      const part = queue.shift()?.part;
      if (to.destroyed) continue;
      if (part === undefined) to.end();
      else to.write(part);
    }
    wait();
  };
  const wait = (): void => {
    const [next] = queue;
    if (next === undefined || waiting) return;
    waiting = true;
    setTimeout(send, Math.max(0, next.due - performance.now()));
  };
  const keep = (part: Buffer | undefined): void => {
    queue.push({ due: Math.max(opened, performance.now()) + delay, part });
    wait();
  };
  from.on('data', keep);
  from.on('end', () => {
    keep(undefined);
  });
}
