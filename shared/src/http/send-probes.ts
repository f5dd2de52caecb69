import type { Clock } from '../time/clock.ts';
import type { ProbeResult, Prober } from './probe.ts';

/** How fast probes are sent, and how many. */
export interface ProbePace {
  /** Probes a second. */
  readonly rate: number;
  /** Stops after this many; without it only `until` stops. */
  readonly count?: number;
  /** Stops sending when it aborts; what is under way is still waited for. */
  readonly until?: AbortSignal;
}

/** Probes that may be under way at once: slow answers slow the rate down instead of piling up. */
const mostUnderWay = 10;

/**
 * Sends probes at an even pace and tells each result as it comes. Ends when all that were sent are
 * answered; rejects only when `signal` aborts.
 */
export async function sendProbes(
  prober: Prober,
  pace: ProbePace,
  clock: Clock,
  onResult: (result: ProbeResult) => void,
  signal: AbortSignal,
): Promise<void> {
  const { count = Infinity, until, rate } = pace;
  const waiting = until === undefined ? signal : AbortSignal.any([signal, until]);
  const isStopped = (): boolean => waiting.aborted;
  const underWay = new Set<Promise<void>>();
  const begun = clock.elapsed();
  for (let sent = 0; sent < count && !isStopped(); sent += 1) {
    const early = begun + (1000 * sent) / rate - clock.elapsed();
    if (early > 0) await sleepUnlessStopped(clock, early, waiting);
    if (underWay.size >= mostUnderWay) await Promise.race(underWay);
    if (isStopped()) break;
    const probe: Promise<void> = prober
      .send(signal)
      .then(onResult)
      .finally(() => underWay.delete(probe));
    // All are awaited at the end; until then one that was aborted must not count as unhandled.
    probe.catch(() => undefined);
    underWay.add(probe);
  }
  await Promise.all(underWay);
  signal.throwIfAborted();
}

async function sleepUnlessStopped(
  clock: Clock,
  milliseconds: number,
  waiting: AbortSignal,
): Promise<void> {
  try {
    await clock.sleep(milliseconds, waiting);
  } catch (thrown) {
    if (!waiting.aborted) throw thrown;
  }
}
