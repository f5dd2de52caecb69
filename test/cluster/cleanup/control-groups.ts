import { readdirSync, readFileSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { identify, type ProcessIdentity } from '../processes/process-identity.ts';

/** The control group the kubelet puts all pods in. */
const podsGroup = 'kubepods';

/** The processes of all containers, even of those whose shim was killed. */
export function podProcesses(): ProcessIdentity[] {
  const pids = podGroups().flatMap((group) => lines(path.join(group, 'cgroup.procs')));
  return [...new Set(pids)].flatMap((pid) => identify(Number(pid)) ?? []);
}

/** Removes the pods' control groups, which must hold no processes any more. */
export function removePodGroups(): void {
  // A group can be removed only after the groups inside it.
  for (const group of podGroups().toSorted((a, b) => b.length - a.length)) rmdirSync(group);
}

function podGroups(): string[] {
  return hierarchies(readFileSync('/proc/self/mounts', 'utf8'))
    .map((mount) => path.join(mount, podsGroup))
    .flatMap(withSubfolders);
}

/** Where control groups are mounted: one place for version 2, one a controller for version 1. */
export function hierarchies(mounts: string): string[] {
  return mounts
    .split('\n')
    .map((line) => line.split(' '))
    .flatMap(([, mountPoint, type]) =>
      mountPoint !== undefined && (type === 'cgroup' || type === 'cgroup2') ? [mountPoint] : [],
    );
}

function withSubfolders(folder: string): string[] {
  try {
    const inside = readdirSync(folder, { withFileTypes: true, recursive: true });
    const folders = inside.filter((entry) => entry.isDirectory());
    return [folder, ...folders.map((entry) => path.join(entry.parentPath, entry.name))];
  } catch {
    // No pod ever ran under this controller.
    return [];
  }
}

function lines(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean);
}
