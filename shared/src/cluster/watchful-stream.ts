import { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';

type Done = (error?: Error | null) => void;

/**
 * The bytes of a TLS connection for HTTP/2, which breaks off as soon as the connection does. Given the
 * socket itself, Node's HTTP/2 stops reading while it writes, and where that write fails it neither
 * reads on nor tells of the failure: requests would wait for their timeout.
 */
export class WatchfulStream extends Duplex {
  readonly #socket: TLSSocket;

  constructor(socket: TLSSocket) {
    super();
    this.#socket = socket;
    socket.on('data', (part) => {
      if (!this.push(part)) socket.pause();
    });
    // No API server ends one direction only.
    socket.once('end', () => this.destroy(new Error('the connection was closed')));
    socket.once('close', () => this.destroy());
    socket.on('error', (error: Error) => this.destroy(error));
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(part: Uint8Array, _encoding: string, done: Done): void {
    this.#socket.write(part, done);
  }

  override _writev(parts: readonly { readonly chunk: Uint8Array }[], done: Done): void {
    this.#socket.write(Buffer.concat(parts.map(({ chunk }) => chunk)), done);
  }

  override _final(done: Done): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#socket.destroy();
    done(error);
  }
}
