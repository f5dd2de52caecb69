import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { stateFolder } from '../cluster/paths.ts';
import { asRoot } from '../cluster/privileges.ts';
import { runCommand } from '../cluster/processes/run-command.ts';

/** What of a cluster is still on this machine, one line each: processes, mounts, links, rules. */
export async function leftovers(): Promise<readonly string[]> {
  return [...processes(), ...mounts(), ...links(), ...(await rules())];
}

function processes(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const command = readIfThere(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '';
      return command.includes(stateFolder) ? [`process ${pid}: ${command}`] : [];
    });
}

function mounts(): readonly string[] {
  return readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .filter((line) => line.includes(stateFolder))
    .map((line) => `mount ${line}`);
}

function links(): readonly string[] {
  return existsSync('/sys/class/net/kube-delivery0') ? ['link kube-delivery0'] : [];
}

async function rules(): Promise<readonly string[]> {
  const [program, ...args] = asRoot(['/usr/sbin/iptables-save']);
  const saved = await runCommand(program, args);
  return saved.split('\n').filter((line) => line.includes('KUBE-'));
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process ended meanwhile.
    return undefined;
  }
}
