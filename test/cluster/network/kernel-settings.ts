import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { statePath } from '../paths.ts';

/** Kernel settings that the kubelet, kube-proxy or the bridge plugin change. */
const names = [
  'net/ipv4/ip_forward',
  'net/ipv4/conf/all/route_localnet',
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
] as const;

const recordFile = statePath('kernel-settings.json');

/** Writes down how the settings were before the cluster, once, and turns forwarding on. */
export function prepareKernelSettings(): void {
  if (!existsSync(recordFile)) {
    const before = names.flatMap((name) => {
      const value = read(name);
      return value === undefined ? [] : [[name, value]];
    });
    mkdirSync(path.dirname(recordFile), { recursive: true });
    writeFileSync(recordFile, JSON.stringify(Object.fromEntries(before)));
  }
  write('net/ipv4/ip_forward', '1');
}

/** Puts the settings back as they were before the cluster. */
export function restoreKernelSettings(): void {
  if (!existsSync(recordFile)) return;
  const before = JSON.parse(readFileSync(recordFile, 'utf8')) as Record<string, string>;
  for (const [name, value] of Object.entries(before)) {
    if (read(name) !== value) write(name, value);
  }
}

function read(name: string): string | undefined {
  try {
    return readFileSync(settingFile(name), 'utf8').trim();
  } catch {
    // Not every kernel has every setting.
    return undefined;
  }
}

function write(name: string, value: string): void {
  writeFileSync(settingFile(name), value);
}

function settingFile(name: string): string {
  return path.join('/proc/sys', name);
}
