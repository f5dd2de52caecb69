import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import path from 'node:path';
import { containerdStateFolder } from '../components/containerd.ts';
import { podLogsFolder } from '../components/kubelet.ts';

const containerLogLinks = '/var/log/containers';

/**
 * Removes the files that the cluster's programs insist on writing outside its state folder: the
 * sockets of containerd's shims and the kubelet's links to logs. Needs the state folder to find them.
 */
export function removeOutsideFiles(): void {
  for (const socket of shimSockets()) rmSync(socket, { force: true });
  for (const link of entries(containerLogLinks).map((name) => path.join(containerLogLinks, name))) {
    if (readlinkSync(link).startsWith(podLogsFolder)) rmSync(link);
  }
}

function shimSockets(): string[] {
  const tasks = path.join(containerdStateFolder, 'io.containerd.runtime.v2.task', 'k8s.io');
  return entries(tasks).flatMap((id) => {
    try {
      const bootstrap = readFileSync(path.join(tasks, id, 'bootstrap.json'), 'utf8');
      const { address } = JSON.parse(bootstrap) as { address: string };
      return [address.replace(/^unix:\/\//, '')];
    } catch {
      // Containers of one pod share a shim: only one of them names its socket.
      return [];
    }
  });
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
