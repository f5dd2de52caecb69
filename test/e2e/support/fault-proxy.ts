import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { administrator } from './test-connection.ts';

/** What happens to a request instead of its plain answer. */
export type Fault =
  /** The API server never sees it. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** The API server acts on it, and its answer is lost. */
  | { readonly kind: 'lose answer' }
  /** The answer begins with this line. */
  | { readonly kind: 'first line'; readonly line: string };

/** An HTTP proxy in front of the API server that spoils chosen requests. */
export interface FaultProxy {
  /** `http://127.0.0.1:port`: it speaks plain HTTP, as the administrator. */
  readonly url: string;
  /** `GET /api/v1/pods?watch=true`, in the order in which they came. */
  readonly requests: readonly string[];
  /** Answers that are still going on. */
  readonly open: number;
  /** Asked for each request; undefined lets it pass. */
  spoil(rule: (request: string) => Fault | undefined): void;
  close(): Promise<void>;
}

/** Starts a proxy that spoils nothing yet. */
export async function startFaultProxy(): Promise<FaultProxy> {
  const { server: target, headers: identity, tls } = await administrator();
  const requests: string[] = [];
  let rule: (request: string) => Fault | undefined = () => undefined;
  let open = 0;

  const forward = (incoming: IncomingMessage, outgoing: ServerResponse, fault?: Fault): void => {
    const headers = { ...incoming.headers, ...identity, host: new URL(target).host };
    delete headers.authorization;
    const onward = request(
      `${target}${incoming.url ?? ''}`,
      { method: incoming.method ?? 'GET', headers, ...tls, agent: false },
      (answer) => {
        if (fault?.kind === 'lose answer') {
          answer.resume();
          answer.on('end', () => incoming.socket.resetAndDestroy());
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        outgoing.flushHeaders();
        if (fault?.kind === 'first line') outgoing.write(`${fault.line}\n`);
        answer.pipe(outgoing);
        answer.on('error', () => outgoing.destroy());
      },
    );
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  };

  const server = createServer((incoming, outgoing) => {
    open += 1;
    outgoing.on('close', () => {
      open -= 1;
    });
    const asked = `${incoming.method ?? ''} ${incoming.url ?? ''}`;
    requests.push(asked);
    const fault = rule(asked);
    if (fault?.kind !== 'answer') {
      forward(incoming, outgoing, fault);
      return;
    }
    incoming.resume();
    outgoing.writeHead(fault.status, fault.headers).end(fault.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get open() {
      return open;
    },
    spoil: (given) => {
      rule = given;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A rule that spoils the first `times` requests that match, and lets all others pass. */
export function spoilFirst(
  times: number,
  pattern: RegExp,
  fault: Fault,
): (request: string) => Fault | undefined {
  let left = times;
  return (asked) => {
    if (left === 0 || !pattern.test(asked)) return undefined;
    left -= 1;
    return fault;
  };
}
