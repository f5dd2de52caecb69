import { existsSync } from 'node:fs';
import { asRoot } from '../privileges.ts';
import { runCommand } from '../processes/run-command.ts';
import { step } from '../progress.ts';

const aptTimeoutMs = 10 * 60 * 1000;

/** Programs of Debian packages that the cluster and its tests use where the package puts them. */
export const systemPrograms = {
  busybox: { file: '/bin/busybox', package: 'busybox-static' },
  buildah: { file: '/usr/bin/buildah', package: 'buildah' },
  conntrack: { file: '/usr/sbin/conntrack', package: 'conntrack' },
  bridgePlugin: { file: '/usr/lib/cni/bridge', package: 'containernetworking-plugins' },
  iptables: { file: '/usr/sbin/iptables', package: 'iptables' },
  ip: { file: '/sbin/ip', package: 'iproute2' },
  jq: { file: '/usr/bin/jq', package: 'jq' },
  runc: { file: '/usr/sbin/runc', package: 'runc' },
} as const;

/** Installs the Debian packages whose programs are missing. */
export async function installSystemPrograms(): Promise<void> {
  const missing = Object.values(systemPrograms).filter(({ file }) => !existsSync(file));
  if (missing.length === 0) return;
  const packages = missing.map((program) => program.package);
  await step(`Installing Debian packages ${packages.join(', ')}`, async () => {
    await withPackageLists(() => apt(['install', '--yes', '--no-install-recommends', ...packages]));
  });
  const still = missing.filter(({ file }) => !existsSync(file));
  if (still.length > 0) {
    const files = still.map(({ file }) => file).join(', ');
    throw new Error(`apt-get installed ${packages.join(', ')} but ${files} did not appear`);
  }
}

// Package lists are fetched only when apt cannot do without: that takes longer than all the rest.
async function withPackageLists(action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch {
    await apt(['update']);
    await action();
  }
}

function apt(args: readonly string[]): Promise<string> {
  const [command, ...rest] = asRoot(['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args]);
  return runCommand(command, rest, { timeoutMs: aptTimeoutMs });
}
