import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { liesInside } from '@kube-delivery/shared/files/user-file';

const scheme = 'file://';

/** Whether a dependency's repository is a folder of the same checkout. */
export function isLocal(repository: string): boolean {
  return repository.startsWith(scheme);
}

/**
 * The folder from the workspace that a `file://` repository names, relative to the folder of the chart
 * that depends on it; or why there is no chart.
 */
export function localFolder(
  workspace: string,
  folder: string,
  repository: string,
): { readonly folder: string } | { readonly problem: string } {
  const given = repository.slice(scheme.length);
  const absolute = path.resolve(workspace, folder, given);
  if (statSync(absolute, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return { problem: `there is no folder ${given}` };
  }
  if (!liesInside(realpathSync(absolute), { workspace, temp: workspace })) {
    return { problem: `${given} lies outside the workspace` };
  }
  if (!existsSync(path.join(absolute, 'Chart.yaml'))) {
    return { problem: `${given} has no Chart.yaml` };
  }
  const real = path.relative(realpathSync(workspace), realpathSync(absolute));
  return { folder: real.split(path.sep).join('/') || '.' };
}
