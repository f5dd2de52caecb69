import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, signalProcess, type ProcessIdentity } from './process-identity.ts';

const pollMs = 50;
const killMs = 5_000;

/** Ends processes, all at once: asks with SIGTERM and kills those that outlast the grace period. */
export async function stopProcesses(
  identities: readonly ProcessIdentity[],
  graceMs = 5_000,
): Promise<void> {
  for (const identity of identities) signalProcess(identity, 'SIGTERM');
  if (await allGone(identities, graceMs)) return;
  await killProcesses(identities);
}

/** Kills processes and waits until they are gone. */
export async function killProcesses(identities: readonly ProcessIdentity[]): Promise<void> {
  for (const identity of identities) signalProcess(identity, 'SIGKILL');
  if (await allGone(identities, killMs)) return;
  const left = identities.filter(isRunning).map(({ pid }) => pid);
  throw new Error(`processes ${left.join(', ')} outlived SIGKILL by ${killMs / 1000} s`);
}

async function allGone(identities: readonly ProcessIdentity[], patience: number): Promise<boolean> {
  const deadline = performance.now() + patience;
  while (identities.some(isRunning)) {
    if (performance.now() > deadline) return false;
    await sleep(pollMs);
  }
  return true;
}
