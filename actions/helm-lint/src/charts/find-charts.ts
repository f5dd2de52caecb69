import { existsSync, globSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { liesInside } from '@kube-delivery/shared/files/user-file';

const chartFile = 'Chart.yaml';
const foreign = new Set(['.git', 'node_modules']);
const wildcards = /[*?[\]{}]/;

/**
 * The charts that `globs` name: their folders, or their Chart.yaml, relative to the workspace with `/`,
 * each once and by name. A folder that is named without wildcards and is no chart gives all below it.
 * Not among them is a chart that another one has in its folder `charts`, or that lies in
 * `node_modules`, `.git` or, links resolved, outside the workspace.
 */
export function findCharts(globs: readonly string[], workspace: string): string[] {
  const folders = globs.flatMap((glob) => foldersOf(glob, workspace));
  return [...new Set(folders)]
    .filter((folder) => isOwnChart(folder, workspace))
    .sort((a, b) => (a < b ? -1 : 1));
}

function foldersOf(glob: string, workspace: string): readonly string[] {
  const given = path.resolve(workspace, glob);
  const status = statSync(given, { throwIfNoEntry: false });
  if (status?.isDirectory() === true) {
    return existsSync(path.join(given, chartFile))
      ? [shown(given, workspace)]
      : chartsBelow(given).map((folder) => shown(folder, workspace));
  }
  if (status !== undefined) return chartOf(given, workspace);
  if (!wildcards.test(glob)) return [];
  return globSync(glob, { cwd: workspace, exclude: (name) => foreign.has(path.basename(name)) })
    .map((match) => path.resolve(workspace, match))
    .flatMap((match) => chartOf(match, workspace));
}

/** Of a Chart.yaml its folder, of a chart's folder itself, of anything else nothing. */
function chartOf(match: string, workspace: string): readonly string[] {
  const status = statSync(match, { throwIfNoEntry: false });
  if (status?.isDirectory() === true) {
    return existsSync(path.join(match, chartFile)) ? [shown(match, workspace)] : [];
  }
  const isChart = status?.isFile() === true && path.basename(match) === chartFile;
  return isChart ? [shown(path.dirname(match), workspace)] : [];
}

/** Does not follow links to folders, so that a cycle of links has an end. */
function chartsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) {
      return foreign.has(entry.name) ? [] : chartsBelow(path.join(folder, entry.name));
    }
    return entry.name === chartFile ? [folder] : [];
  });
}

function isOwnChart(folder: string, workspace: string): boolean {
  const steps = folder.split('/');
  if (steps[0] === '..' || path.isAbsolute(folder) || steps.some((step) => foreign.has(step))) {
    return false;
  }
  const isVendored = steps.some((step, index) => {
    const above = path.join(workspace, ...steps.slice(0, index), chartFile);
    return step === 'charts' && index < steps.length - 1 && existsSync(above);
  });
  const real = realpathSync(path.join(workspace, folder));
  return !isVendored && liesInside(real, { workspace, temp: workspace });
}

function shown(folder: string, workspace: string): string {
  return path.relative(workspace, folder).split(path.sep).join('/') || '.';
}
