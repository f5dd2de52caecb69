import type { ActionContext } from '../action/context.ts';
import type { ProcessEnd } from '../tools/run-process.ts';
import { helmMessage } from './helm-message.ts';

/** Milliseconds before the second and the third try. */
const pauses = [1000, 4000];

const transient =
  /connection re(?:fused|set)|\bEOF\b|i\/o timeout|TLS handshake timeout|too many requests|currently unable to handle|service unavailable|internal error occurred|etcdserver: |http2: |Client\.Timeout|bad gateway|gateway timeout|broken pipe|an error on the server/i;

/** Whether a failure of Helm's says nothing but that the server could not be asked just then. */
export function isTransient(stderr: string): boolean {
  return transient.test(helmMessage(stderr));
}

/**
 * Runs a command of Helm, which gives up at the first answer that it does not get, and again after a
 * moment where that is all that was wrong. What it had begun it takes up as after any failure.
 */
export async function tryAgain(
  { clock, log }: Pick<ActionContext, 'clock' | 'log'>,
  signal: AbortSignal,
  run: () => Promise<ProcessEnd>,
): Promise<ProcessEnd> {
  for (const pause of pauses) {
    const end = await run();
    if (end.exitCode === 0 || !isTransient(end.stderr)) return end;
    log.info(`Helm is run again: ${helmMessage(end.stderr)}`);
    await clock.sleep(pause, signal);
  }
  return run();
}
