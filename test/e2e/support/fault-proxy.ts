import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
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
  /** The connection is reset, and the API server never sees it. */
  | { readonly kind: 'reset' }
  /** The API server acts on it, and its answer is lost. */
  | { readonly kind: 'lose answer' }
  /** The API server acts on it; then this is called, and no answer ever comes. */
  | { readonly kind: 'withhold'; readonly acted: () => void }
  /** The answer begins with this line. */
  | { readonly kind: 'first line'; readonly line: string }
  /** The answer breaks off after so many milliseconds. */
  | { readonly kind: 'cut'; readonly after: number }
  /** The answer begins, and then nothing comes of it, while the connection stays open. */
  | { readonly kind: 'silence' }
  /** It goes on to the API server when this has happened. */
  | { readonly kind: 'hold'; readonly until: () => Promise<unknown> };

/** A request as it came. */
export interface SeenRequest {
  /** `GET /api/v1/pods?watch=true`. */
  readonly asked: string;
  /** On the clock of `performance.now()`. */
  readonly at: number;
}

/** An HTTP proxy in front of the API server that spoils chosen requests. */
export interface FaultProxy {
  /** `http://127.0.0.1:port`: it speaks plain HTTP, as the administrator. */
  readonly url: string;
  /** In the order in which they came. */
  readonly seen: readonly SeenRequest[];
  /** `GET /api/v1/pods?watch=true`, in the order in which they came. */
  readonly requests: readonly string[];
  /** Answers that are still going on. */
  readonly open: number;
  /** Asked for each request; undefined lets it pass. */
  spoil(rule: FaultRule): void;
  close(): Promise<void>;
}

/** Decides on each request by method, path and query; undefined lets it pass. */
export type FaultRule = (request: string) => Fault | undefined;

/** Starts a proxy that spoils nothing yet. */
export async function startFaultProxy(): Promise<FaultProxy> {
  const { server: target, headers: identity, tls } = await administrator();
  const seen: SeenRequest[] = [];
  let rule: FaultRule = () => undefined;
  let open = 0;

  /** The administrator's identity instead of the client's. */
  const onwardHeaders = (incoming: IncomingMessage): Record<string, string | string[]> => {
    const headers = { ...incoming.headers, ...identity, host: new URL(target).host };
    delete headers.authorization;
    return headers as Record<string, string | string[]>;
  };

  const forward = (incoming: IncomingMessage, outgoing: ServerResponse, fault?: Fault): void => {
    const headers = onwardHeaders(incoming);
    const onward = request(
      `${target}${incoming.url ?? ''}`,
      { method: incoming.method ?? 'GET', headers, ...tls, agent: false },
      (answer) => {
        answer.on('error', () => outgoing.destroy());
        if (fault?.kind === 'lose answer') {
          answer.resume();
          answer.on('end', () => incoming.socket.resetAndDestroy());
          return;
        }
        if (fault?.kind === 'withhold') {
          answer.resume();
          answer.on('end', fault.acted);
          return;
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        outgoing.flushHeaders();
        if (fault?.kind === 'silence') {
          answer.resume();
          return;
        }
        if (fault?.kind === 'first line') outgoing.write(`${fault.line}\n`);
        if (fault?.kind === 'cut') {
          const timer = setTimeout(() => incoming.socket.resetAndDestroy(), fault.after);
          // The connection may serve another request by then.
          outgoing.on('close', () => {
            clearTimeout(timer);
          });
        }
        answer.pipe(outgoing);
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
    seen.push({ asked, at: performance.now() });
    const fault = rule(asked);
    switch (fault?.kind) {
      case 'answer':
        incoming.resume();
        outgoing.writeHead(fault.status, fault.headers).end(fault.body);
        return;
      case 'reset':
        incoming.socket.resetAndDestroy();
        return;
      case 'hold':
        void fault.until().then(() => {
          if (!outgoing.destroyed) forward(incoming, outgoing);
        });
        return;
      case 'lose answer':
      case 'withhold':
      case 'first line':
      case 'cut':
      case 'silence':
      case undefined:
        forward(incoming, outgoing, fault);
    }
  });
  // WebSockets, as for commands in pods, are never spoiled.
  const upgraded = new Set<Duplex>();
  server.on('upgrade', (incoming, socket, head) => {
    upgraded.add(socket);
    socket.on('close', () => upgraded.delete(socket));
    seen.push({ asked: `GET ${incoming.url ?? ''}`, at: performance.now() });
    const headers = onwardHeaders(incoming);
    const onward = request(`${target}${incoming.url ?? ''}`, { headers, ...tls, agent: false });
    onward.on('upgrade', (answer, upstream, first) => {
      const lines = Object.entries(answer.headers).map(
        ([name, value]) => `${name}: ${String(value)}`,
      );
      socket.write(['HTTP/1.1 101 Switching Protocols', ...lines, '', ''].join('\r\n'));
      upstream.write(head);
      socket.write(first);
      upstream.pipe(socket).on('error', () => upstream.destroy());
      socket.pipe(upstream).on('error', () => socket.destroy());
    });
    onward.on('response', () => socket.destroy());
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
    onward.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    get requests() {
      return seen.map(({ asked }) => asked);
    },
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
      for (const socket of upgraded) socket.destroy();
      await closed;
    },
  };
}

/** A rule that spoils the first `times` requests that match, and lets all others pass. */
export function spoilFirst(times: number, pattern: RegExp, fault: Fault): FaultRule {
  let left = times;
  return (asked) => {
    if (left === 0 || !pattern.test(asked)) return undefined;
    left -= 1;
    return fault;
  };
}

/** A rule that asks several rules and takes the first fault. */
export function anyOf(...rules: readonly FaultRule[]): FaultRule {
  return (asked) => {
    for (const rule of rules) {
      const fault = rule(asked);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };
}

/**
 * The requests that ask for a lasting change of anything but Leases, which every run takes and
 * renews; dry runs and reads are none.
 */
export function writesOf({ seen }: Pick<FaultProxy, 'seen'>): readonly SeenRequest[] {
  return seen.filter(
    ({ asked }) =>
      !asked.startsWith('GET ') && !/[?&]dryRun=All/.test(asked) && !asked.includes('/leases'),
  );
}
