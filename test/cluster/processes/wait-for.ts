import { setTimeout as sleep } from 'node:timers/promises';

const pollMs = 100;

/** Thrown by a check to say that waiting longer cannot help. */
export class Hopeless extends Error {}

/** Repeats a check until it passes; after the deadline it fails with the check's last failure. */
export async function waitFor(
  what: string,
  check: () => Promise<void>,
  timeoutMs: number,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (error instanceof Hopeless) throw error;
      if (performance.now() > deadline) {
        throw new Error(`${what} was not ready after ${timeoutMs / 1000} s: ${messageOf(error)}`, {
          cause: error,
        });
      }
    }
    await sleep(pollMs);
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
