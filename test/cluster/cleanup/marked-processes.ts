import { readdirSync, readFileSync } from 'node:fs';
import { stateFolder } from '../paths.ts';
import { markerVariable } from '../processes/daemon.ts';
import { identify, type ProcessIdentity } from '../processes/process-identity.ts';

/**
 * Every process that the cluster's processes or this module started, containerd's shims among them,
 * found by a variable in its environment. It finds those whose record was lost, too.
 */
export function markedProcesses(): ProcessIdentity[] {
  const mark = `${markerVariable}=${stateFolder}`;
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => environmentOf(pid).includes(mark))
    .flatMap((pid) => identify(Number(pid)) ?? []);
}

function environmentOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    // The process ended meanwhile, or is the kernel's.
    return [];
  }
}
