import type { WebSocket } from 'undici';
import { PreconditionError } from '../action/errors.ts';
import type { ApiClient } from './api-client.ts';
import type { ApiCall } from './api-error.ts';

/** A subresource of a pod that is spoken to over a WebSocket. */
export interface PodSocketRequest {
  /** What is asked, as errors and RBAC name it. */
  readonly call: ApiCall;
  /** Path and query below the server's URL. */
  readonly path: string;
  /** The WebSocket protocol: `v4.channel.k8s.io`. */
  readonly protocol: string;
  /** What is reached, for people: `port 80 of pod web`. */
  readonly title: string;
  /** Called with each message, also with those that come before the caller has the socket. */
  readonly receive?: (message: Buffer) => void;
}

/**
 * Opens a WebSocket through the API server; each message is an ArrayBuffer that begins with its channel.
 * Throws an ApiError where the server does not let it.
 */
export async function openPodSocket(
  client: ApiClient,
  { call, path, protocol, title, receive }: PodSocketRequest,
  signal: AbortSignal,
): Promise<WebSocket> {
  signal.throwIfAborted();
  const { dispatcher, headers } = await client.streamConnection();
  const { WebSocket: Socket } = await import('undici');
  const socket = new Socket(`${client.server}${path}`.replace(/^http/, 'ws'), {
    protocols: [protocol],
    dispatcher,
    headers,
  });
  socket.binaryType = 'arraybuffer';
  socket.onmessage = ({ data }) => {
    if (data instanceof ArrayBuffer) receive?.(Buffer.from(data));
  };
  const opened = await whenOpen(socket, signal);
  if (!opened) {
    // The handshake tells no reason; a plain request is refused for the same one.
    await client.send(call, { method: 'GET', path, repeatable: false }, signal);
    throw new PreconditionError(`${title} could not be reached`);
  }
  return socket;
}

function whenOpen(socket: WebSocket, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      socket.close();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    const settle = (open: boolean): void => {
      signal.removeEventListener('abort', abort);
      resolve(open);
    };
    socket.onopen = () => {
      settle(true);
    };
    socket.onerror = () => {
      settle(false);
    };
    socket.onclose = () => {
      settle(false);
    };
  });
}
