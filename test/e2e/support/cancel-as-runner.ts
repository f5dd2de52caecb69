import type { BundleRun, RunningBundle } from '../../contract/support/run-bundle.ts';

/** How long the runner waits after each signal, in milliseconds (actions/runner ProcessInvoker.cs). */
const ladder = [
  ['SIGINT', 7_500],
  ['SIGTERM', 2_500],
] as const;

/** How a cancelled step ended. */
export interface CancelledRun {
  readonly run: BundleRun;
  /** The last signal that it took. */
  readonly endedBy: 'SIGINT' | 'SIGTERM' | 'SIGKILL';
}

/** Cancels a step as GitHub's runner does: SIGINT, 7.5 s later SIGTERM, 2.5 s later KILL. */
export async function cancelAsRunner(running: RunningBundle): Promise<CancelledRun> {
  for (const [signal, patience] of ladder) {
    running.process.kill(signal);
    const run = await within(running.finished, patience);
    if (run !== undefined) return { run, endedBy: signal };
  }
  running.process.kill('SIGKILL');
  return { run: await running.finished, endedBy: 'SIGKILL' };
}

async function within<Value>(
  promise: Promise<Value>,
  milliseconds: number,
): Promise<Value | undefined> {
  const late = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    late.resolve(undefined);
  }, milliseconds);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
