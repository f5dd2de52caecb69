import { Pool } from 'undici';

/** A load of GET requests, bounded in rate and time. */
export interface LoadOptions {
  /** An address of this machine. */
  readonly url: string;
  /** The Host header, where it is not the URL's. */
  readonly host?: string;
  readonly requestsPerSecond: number;
  /** Connections kept open; 8 unless said. */
  readonly connections?: number;
  /** The load ends by itself after this many milliseconds. */
  readonly longest: number;
  /** The version that gave an answer; `unknown` where this gives undefined. */
  readonly versionOf?: (body: string) => string | undefined;
}

/** What became of the requests of a load. */
export interface Ledger {
  readonly requests: number;
  /** Answers that were not 2xx, and requests without an answer. */
  readonly failures: number;
  /** How often each status or error occurred: `200`, `503`, `UND_ERR_SOCKET`. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** How many good answers each version gave. */
  readonly versions: Readonly<Record<string, number>>;
}

/** A load that is running. */
export interface RunningLoad {
  /** The counts so far. */
  ledger(): Ledger;
  /** Ends the load and gives the counts of all its requests. */
  stop(): Promise<Ledger>;
}

const answerWithin = 10_000;

/** The version in an answer of podinfo's `/version`. */
export function podinfoVersion(body: string): string | undefined {
  return /"version":\s*"([^"]*)"/.exec(body)?.[1];
}

/** Starts a load; every request counts once, as soon as its whole answer is there. */
export function startLoad(options: LoadOptions): RunningLoad {
  const url = new URL(options.url);
  const connections = options.connections ?? 8;
  const pool = new Pool(url.origin, { connections, headersTimeout: answerWithin });
  const outcomes: Record<string, number> = {};
  const versions: Record<string, number> = {};
  let requests = 0;
  let failures = 0;
  let stopped = false;
  const started = performance.now();
  let issued = 0;

  const ask = async (): Promise<void> => {
    let outcome: string;
    let good = false;
    try {
      const answer = await pool.request({
        method: 'GET',
        path: url.pathname + url.search,
        headers: options.host === undefined ? {} : { host: options.host },
      });
      const body = await answer.body.text();
      outcome = String(answer.statusCode);
      good = answer.statusCode >= 200 && answer.statusCode < 300;
      if (good) count(versions, options.versionOf?.(body) ?? 'unknown');
    } catch (error) {
      outcome = errorCode(error);
    }
    requests += 1;
    if (!good) failures += 1;
    count(outcomes, outcome);
  };

  const work = async (): Promise<void> => {
    while (!stopped && performance.now() - started < options.longest) {
      const due = started + (issued / options.requestsPerSecond) * 1000;
      const early = due - performance.now();
      issued += 1;
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      await ask();
    }
  };
  const workers = Array.from({ length: connections }, work);
  const ledger = (): Ledger => ({
    requests,
    failures,
    outcomes: { ...outcomes },
    versions: { ...versions },
  });
  return {
    ledger,
    stop: async () => {
      stopped = true;
      await Promise.all(workers);
      await pool.close();
      return ledger();
    },
  };
}

/** The part of `after` that came since `before`. */
export function ledgerSince(before: Ledger, after: Ledger): Ledger {
  const difference = (
    from: Readonly<Record<string, number>>,
    to: Readonly<Record<string, number>>,
  ): Record<string, number> =>
    Object.fromEntries(
      Object.entries(to)
        .map(([key, amount]) => [key, amount - (from[key] ?? 0)] as const)
        .filter(([, amount]) => amount > 0),
    );
  return {
    requests: after.requests - before.requests,
    failures: after.failures - before.failures,
    outcomes: difference(before.outcomes, after.outcomes),
    versions: difference(before.versions, after.versions),
  };
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return error instanceof Error ? error.name : String(error);
}
