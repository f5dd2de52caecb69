import { Agent, request } from 'undici';
import { messageOf } from '../action/errors.ts';
import type { Clock } from '../time/clock.ts';
import { flattenHeaders, readText } from './answer.ts';
import { versionOf } from './version-source.ts';
import type { VersionSource } from './version-source.ts';

/** Where probes go and how the answering version is told. */
export interface ProbeTarget {
  readonly url: URL;
  /** Sent as Host, and as the server's name where the URL is https. */
  readonly host: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly version: VersionSource;
}

/** What became of one probe. It failed with a status from 400 on, or when `error` says why none came. */
export interface ProbeResult {
  readonly status: number | undefined;
  readonly error: string | undefined;
  /** Milliseconds until the whole answer was there. */
  readonly latency: number;
  /** The version that answered; failed answers often do not say. */
  readonly version: string | undefined;
}

/** Sends probes over connections of its own. */
export interface Prober {
  /** Sends one request and never throws but for the signal. */
  send(signal: AbortSignal): Promise<ProbeResult>;
  close(): Promise<void>;
}

const answerLimit = 10_000;
const bodyLimit = 1024 * 1024;
/** So short that the server hardly ever closes a connection just as it is used again. */
const idleLimit = 1000;

/** A prober for `target`. A redirect is an answer and is not followed. */
export function createProber(target: ProbeTarget, clock: Clock): Prober {
  const agent = new Agent({
    keepAliveTimeout: idleLimit,
    keepAliveMaxTimeout: idleLimit,
    ...(target.host === undefined ? {} : { connect: { servername: nameOf(target.host) } }),
  });
  const headers = {
    ...target.headers,
    ...(target.host === undefined ? {} : { host: target.host }),
  };
  return {
    send: async (signal) => {
      const begun = clock.elapsed();
      try {
        const response = await request(target.url, {
          dispatcher: agent,
          headers,
          signal: AbortSignal.any([signal, AbortSignal.timeout(answerLimit)]),
        });
        const answer = {
          status: response.statusCode,
          headers: flattenHeaders(response.headers),
          body: await readText(response.body as AsyncIterable<Buffer>, bodyLimit),
        };
        return {
          status: answer.status,
          error: undefined,
          latency: clock.elapsed() - begun,
          version: versionOf(target.version, answer),
        };
      } catch (thrown) {
        signal.throwIfAborted();
        return {
          status: undefined,
          error: messageOf(thrown),
          latency: clock.elapsed() - begun,
          version: undefined,
        };
      }
    },
    close: () => agent.destroy(),
  };
}

/** Whether a probe counts as a failed request. */
export function isFailed(result: ProbeResult): boolean {
  return result.status === undefined || result.status >= 400;
}

function nameOf(host: string): string {
  return host.replace(/:\d+$/, '');
}
