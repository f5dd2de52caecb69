import { readFileSync, readdirSync, readlinkSync, rmSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { containerdStateFolder } from '../components/containerd.ts';
import { stateFolder } from '../paths.ts';

const shimSocketFolder = '/run/containerd/s';
const containerLogLinks = '/var/log/containers';
const cniResults = '/var/lib/cni/results';
const devicePluginSocket = '/var/lib/kubelet/device-plugins/kubelet.sock';

/** Folders that are removed only when nobody else has anything in them; inner ones first. */
const foldersOfOthers = [
  shimSocketFolder,
  path.dirname(shimSocketFolder),
  containerLogLinks,
  cniResults,
  path.dirname(cniResults),
  path.dirname(devicePluginSocket),
  path.dirname(path.dirname(devicePluginSocket)),
];

/**
 * Removes the files that the cluster's programs insist on writing outside its state folder. It needs
 * what is in the state folder to tell them from those of other containers on the machine.
 */
export function removeOutsideFiles(): void {
  const files = [...shimSockets(), ...logLinks(), ...results(), devicePluginSocket];
  for (const file of files) rmSync(file, { force: true });
  for (const folder of foldersOfOthers) removeIfEmpty(folder);
}

function shimSockets(): string[] {
  const tasks = path.join(containerdStateFolder, 'io.containerd.runtime.v2.task', 'k8s.io');
  return filesIn(tasks).flatMap((task) => {
    const bootstrap = readOrEmpty(path.join(task, 'bootstrap.json'));
    // Containers of one pod share a shim: only one of them names its socket.
    const [, socket] = /"unix:\/\/([^"]+)"/.exec(bootstrap) ?? [];
    return socket ?? [];
  });
}

function logLinks(): string[] {
  return filesIn(containerLogLinks).filter((link) => readlinkSync(link).startsWith(stateFolder));
}

// Each names the pod's network namespace, which lies in the state folder.
function results(): string[] {
  return filesIn(cniResults).filter((file) => readOrEmpty(file).includes(`"${stateFolder}/`));
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is in use by others, or was never made.
  }
}
