import { Duplex } from 'node:stream';
import type { WebSocket } from 'undici';
import type { ApiClient } from './api-client.ts';
import { objectPath } from './object-paths.ts';
import { podResource } from './pod-log.ts';
import { openPodSocket } from './pod-socket.ts';

/** A port of a pod. */
export interface PodPort {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

/**
 * The kubelet's WebSocket port-forward: each message begins with its channel, 0 for bytes and 1 for
 * what went wrong, and the first message of each channel holds the port's number only.
 */
const protocol = 'v4.channel.k8s.io';
const dataChannel = 0;
const errorChannel = 1;

/** More than this waits in memory before a writer is told to wait. */
const mostBufferedBytes = 1024 * 1024;
const drainCheckMs = 10;

/**
 * Opens a byte stream to a port of a pod through the API server. Throws an ApiError where the server
 * does not let it; what goes wrong behind, as nothing listening on the port, is the stream's error.
 */
export async function openPodConnection(
  client: ApiClient,
  target: PodPort,
  signal: AbortSignal,
): Promise<Duplex> {
  const { namespace, name, port } = target;
  const path = objectPath(podResource, {
    namespace,
    name,
    subresource: 'portforward',
    query: { ports: port },
  });
  const call = { verb: 'get', resource: 'pods/portforward', namespace, name };
  const title = `port ${port} of pod ${name}`;
  const socket = await openPodSocket(client, { call, path, protocol, title }, signal);
  return new PodConnection(socket, target, signal);
}

class PodConnection extends Duplex {
  readonly #socket: WebSocket;
  readonly #target: PodPort;
  readonly #begun = new Set<number>();

  constructor(socket: WebSocket, target: PodPort, signal: AbortSignal) {
    super({ signal, allowHalfOpen: true });
    this.#socket = socket;
    this.#target = target;
    socket.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) this.#receive(Buffer.from(data));
    };
    socket.onclose = () => {
      this.push(null);
    };
    socket.onerror = () => {
      this.destroy(new Error(`the connection to ${this.#describe()} broke`));
    };
  }

  // The socket pushes as it receives: the protocol has no way to make the other side wait.
  override _read(): void {
    return;
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error) => void): void {
    this.#socket.send(Buffer.concat([Buffer.of(dataChannel), chunk]));
    this.#whenDrained(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.close();
    done(error);
  }

  #receive(message: Buffer): void {
    const [channel] = message;
    if (channel === undefined || this.destroyed) return;
    const isFirst = !this.#begun.has(channel);
    this.#begun.add(channel);
    const bytes = message.subarray(isFirst ? 3 : 1);
    if (bytes.length === 0) return;
    if (channel === dataChannel) this.push(bytes);
    if (channel === errorChannel) {
      const why = bytes.toString('utf8').trim().slice(0, 500);
      this.destroy(new Error(`${this.#describe()} cannot be used: ${why}`));
    }
  }

  #whenDrained(done: () => void): void {
    if (this.destroyed || this.#socket.bufferedAmount < mostBufferedBytes) done();
    else
      setTimeout(() => {
        this.#whenDrained(done);
      }, drainCheckMs);
  }

  #describe(): string {
    const { namespace, name, port } = this.#target;
    return `port ${port} of pod ${name} in namespace ${namespace}`;
  }
}
