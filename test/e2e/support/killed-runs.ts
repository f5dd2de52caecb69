import type { BundleRun, RunningBundle } from '../../contract/support/run-bundle.ts';
import { startFaultProxy } from './fault-proxy.ts';
import type { Inputs } from './release-namespace.ts';

/** A run of an action that is killed at each of its writes to the API server. */
export interface KilledRun {
  /** Puts the cluster where the run begins, under a name of its own. */
  readonly prepare: (name: string) => Promise<unknown>;
  /** Starts the run with this connection. */
  readonly start: (name: string, connection: Inputs) => RunningBundle;
  /** The same run again, to its end, not killed. */
  readonly again: (name: string) => Promise<BundleRun>;
  /** What the cluster holds in the end, without the name and without what differs by nature. */
  readonly observe: (name: string) => Promise<unknown>;
  /** How many are tried at a time. */
  readonly atOnce: number;
}

/** What became of one kill. */
export interface KilledOutcome {
  /** After the how-many-th write. */
  readonly write: number;
  readonly request: string;
  readonly verdict: string | undefined;
  readonly reason: string | undefined;
  readonly end: unknown;
}

/** What the unkilled run did, and what became of every killed one. */
export interface KilledOutcomes {
  readonly unkilled: { readonly run: BundleRun; readonly end: unknown };
  readonly killed: readonly KilledOutcome[];
}

/**
 * Lets the run go through once and counts its writes; then for each of them prepares anew, kills the
 * run with SIGKILL as soon as the API server has acted on that write, and runs it again.
 */
export async function killAtEveryWrite(prefix: string, run: KilledRun): Promise<KilledOutcomes> {
  const whole = `${prefix}-0`;
  await run.prepare(whole);
  const first = await throughWrites((connection) => run.start(whole, connection));
  const unkilled = { run: first.run, end: await run.observe(whole) };
  const killed: KilledOutcome[] = [];
  let next = 1;
  const worker = async (): Promise<void> => {
    for (let write = next; write <= first.writes.length; write = next) {
      next += 1;
      const name = `${prefix}-${write}`;
      await run.prepare(name);
      const { writes } = await throughWrites((connection) => run.start(name, connection), write);
      const { outputs } = await run.again(name);
      const { verdict, reason } = outputs;
      const request = writes[write - 1] ?? 'none';
      killed.push({ write, request, verdict, reason, end: await run.observe(name) });
    }
  };
  await Promise.all(Array.from({ length: run.atOnce }, worker));
  return { unkilled, killed: killed.sort((a, b) => a.write - b.write) };
}

/** Runs through a proxy that counts writes, and kills after the one with the number `last`. */
async function throughWrites(
  start: (connection: Inputs) => RunningBundle,
  last?: number,
): Promise<{ readonly run: BundleRun; readonly writes: readonly string[] }> {
  const proxy = await startFaultProxy();
  const writes: string[] = [];
  try {
    const running = start({
      kubeconfig: '',
      server: proxy.url,
      token: 'the proxy has its own',
      'insecure-skip-tls-verify': 'true',
    });
    proxy.spoil((asked) => {
      if (asked.startsWith('GET ') || /[?&]dryRun=/.test(asked)) return undefined;
      writes.push(asked);
      if (writes.length !== last) return undefined;
      return {
        kind: 'withhold',
        acted: () => {
          running.process.kill('SIGKILL');
        },
      };
    });
    return { run: await running.finished, writes };
  } finally {
    await proxy.close();
  }
}
