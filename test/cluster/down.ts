import { rm } from 'node:fs/promises';
import { podProcesses, removePodGroups } from './cleanup/control-groups.ts';
import { markedProcesses } from './cleanup/marked-processes.ts';
import { unmountBelow } from './cleanup/mounts.ts';
import { removeOutsideFiles } from './cleanup/outside-files.ts';
import { clusterLock, withLock } from './lock.ts';
import { removeBridge } from './network/bridge.ts';
import { restoreKernelSettings } from './network/kernel-settings.ts';
import { removeKubernetesRules } from './network/packet-rules.ts';
import { stateFolder } from './paths.ts';
import { isRoot, runAsRoot } from './privileges.ts';
import { killProcesses } from './processes/stop.ts';
import { step } from './progress.ts';

/**
 * Takes the cluster down and leaves nothing of it: no process, mount, link, packet rule, control
 * group or file. The tool cache stays. It works whatever state the cluster is in.
 */
export async function down(): Promise<void> {
  if (!isRoot()) return runAsRoot('down');
  return withLock(clusterLock, () => step('Stopping the cluster', stop));
}

async function stop(): Promise<void> {
  // Killed rather than asked: their data is deleted anyway. First those that would start others.
  await killProcesses(markedProcesses());
  await killProcesses(podProcesses());
  removePodGroups();
  await removeKubernetesRules();
  await removeBridge();
  restoreKernelSettings();
  removeOutsideFiles();
  // Deleting through a mount would delete files that are not the cluster's.
  await unmountBelow(stateFolder);
  await rm(stateFolder, { recursive: true, force: true });
}
