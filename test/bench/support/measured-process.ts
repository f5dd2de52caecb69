import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a bundle's process took. */
export interface MeasuredProcess {
  /** Seconds. */
  readonly wall: number;
  /** Most resident memory of the process itself, in MB. */
  readonly memory: number;
}

const pollMs = 10;

/** Runs a bundle to its end. */
export async function runMeasured(
  bundle: string,
  env: Readonly<Record<string, string>>,
): Promise<MeasuredProcess> {
  const started = performance.now();
  const child = spawn(process.execPath, [bundle], { env: { ...env }, stdio: 'ignore' });
  let memory = 0;
  const poll = setInterval(() => {
    memory = Math.max(memory, peakMemory(child.pid ?? 0));
  }, pollMs);
  await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  clearInterval(poll);
  return { wall: (performance.now() - started) / 1000, memory };
}

/** The kernel keeps the peak, so that looking often enough before the end is as good as at the end. */
function peakMemory(pid: number): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    // It has ended.
    return 0;
  }
}
