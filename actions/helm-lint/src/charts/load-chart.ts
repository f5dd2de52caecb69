import { realpathSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '@kube-delivery/shared/action/errors';
import type { Finding } from '../finding.ts';
import type { ChartFile, LoadedChart, Subchart } from '../loaded-chart.ts';
import { chartFinding } from './chart-finding.ts';
import { readMap, readMetadata } from './chart-metadata.ts';
import type { ChartMetadata } from './chart-metadata.ts';
import { declaredDependencies } from './declared-dependencies.ts';
import { LoadFault } from './load-fault.ts';
import { isLocal, localFolder } from './local-dependency.ts';
import { readArchive } from './read-archive.ts';
import { readChartFiles } from './read-folder.ts';
import type { ChartLocation, StoredFile } from './read-folder.ts';
import { valuesProblem } from './read-values.ts';
import { valuesUnreadable } from './rules.ts';

/**
 * Reads a chart's folder (relative to the workspace) as Helm would. What Helm could not load is one
 * finding, at the file and line that stops it.
 *
 * Subcharts are those in `charts`, and those of `file://` dependencies that are not there: these have
 * the path `charts/<name>`, where copyChart puts them, and the folder that they really lie in. A
 * packed chart has its archive for a folder. The text of a binary file is left empty.
 */
export function loadChart(workspace: string, folder: string): LoadedChart | Finding {
  try {
    return loadFolder({ workspace, above: [] }, folder);
  } catch (error) {
    if (!(error instanceof LoadFault)) throw error;
    const { file, rule, at, message, hint } = error;
    return chartFinding(folder, { rule, file, at, message, hint });
  }
}

interface Loading {
  readonly workspace: string;
  /** The folders whose `file://` dependencies lead here. */
  readonly above: readonly string[];
}

function loadFolder(loading: Loading, folder: string): LoadedChart {
  const location = { absolute: path.join(loading.workspace, folder), folder };
  const chart = build(loading, location, readChartFiles(loading.workspace, location));
  return { ...chart, subcharts: [...chart.subcharts, ...localCharts(loading, chart)] };
}

function build(
  { workspace }: Loading,
  location: ChartLocation,
  stored: readonly StoredFile[],
): LoadedChart {
  const files = stored.filter((file) => !file.path.startsWith('charts/')).map(toChartFile);
  const metadata = checkFiles(files, location);
  const vendored = groupByChart(stored.filter((file) => file.path.startsWith('charts/')));
  const subcharts = vendored.map(([name, all]) => vendoredChart(workspace, location, name, all));
  return { ...location, ...metadata, files, subcharts };
}

function toChartFile({ path: file, bytes }: StoredFile): ChartFile {
  return { path: file, text: bytes.includes(0) ? '' : bytes.toString('utf8') };
}

/** Throws for what Helm refuses in the files that it reads at once. */
function checkFiles(files: readonly ChartFile[], { folder }: ChartLocation): ChartMetadata {
  const find = (name: string): ChartFile | undefined => files.find((file) => file.path === name);
  const shown = (name: string): string => path.posix.join(folder, name);
  const description = find('Chart.yaml');
  if (description === undefined) {
    throw new LoadFault(shown('Chart.yaml'), `${folder} is not a chart: it has no Chart.yaml`, {
      hint: 'Add a Chart.yaml, or remove the folder',
    });
  }
  const metadata = readMetadata(description, shown('Chart.yaml'));
  for (const name of ['Chart.lock', 'requirements.yaml', 'requirements.lock']) {
    const file = find(name);
    if (file !== undefined) readMap(file, shown(name));
  }
  const problem = valuesProblem(find('values.yaml')?.text ?? '');
  if (problem !== undefined) {
    throw new LoadFault(shown('values.yaml'), `values.yaml ${problem.message}`, {
      rule: valuesUnreadable,
      at: { line: problem.line, column: 1 },
      hint: 'Put the YAML right; nothing of the chart can be rendered before',
    });
  }
  return metadata;
}

/** Like Helm, which takes every entry of `charts` for a chart but hidden ones and signatures. */
function groupByChart(files: readonly StoredFile[]): readonly [string, readonly StoredFile[]][] {
  const groups = new Map<string, StoredFile[]>();
  for (const { path: file, bytes } of files) {
    const below = file.slice('charts/'.length);
    const [name = ''] = below.split('/');
    if (/^[_.]/.test(name) || file.endsWith('.prov')) continue;
    groups.set(name, [...(groups.get(name) ?? []), { path: below, bytes }]);
  }
  return [...groups];
}

function vendoredChart(
  workspace: string,
  parent: ChartLocation,
  name: string,
  stored: readonly StoredFile[],
): Subchart {
  const below = `charts/${name}`;
  const location = {
    absolute: path.join(parent.absolute, below),
    folder: path.posix.join(parent.folder, below),
  };
  const isArchive = name.endsWith('.tgz');
  const files = isArchive
    ? unpack(stored, location)
    : stored
        .filter((file) => file.path.includes('/'))
        .map(({ path: file, bytes }) => ({ path: file.slice(name.length + 1), bytes }));
  if (!files.some((file) => file.path === 'Chart.yaml')) {
    throw new LoadFault(
      path.posix.join(parent.folder, 'Chart.yaml'),
      `${below} is not a chart: it has no Chart.yaml`,
      { hint: `Move it out of charts, or begin its name with a dot` },
    );
  }
  const real = isArchive ? location : realLocation(workspace, location);
  return { chart: build({ workspace, above: [] }, real, files), path: below, isArchive };
}

function unpack(stored: readonly StoredFile[], { folder }: ChartLocation): readonly StoredFile[] {
  try {
    return readArchive(stored[0]?.bytes ?? Buffer.alloc(0));
  } catch (error) {
    throw new LoadFault(folder, `the packed chart ${folder} cannot be read: ${messageOf(error)}`, {
      hint: 'Fetch it again with helm dependency build',
    });
  }
}

/** Where a folder lies once links are resolved; inside an archive it has no place of its own. */
function realLocation(workspace: string, location: ChartLocation): ChartLocation {
  if (location.folder.includes('.tgz/')) return location;
  const absolute = realpathSync(location.absolute);
  const folder = path.relative(realpathSync(workspace), absolute).split(path.sep).join('/');
  return { absolute, folder };
}

/** The charts of `file://` dependencies that `charts` lacks; those that cannot be loaded are left out. */
function localCharts({ workspace, above }: Loading, chart: LoadedChart): readonly Subchart[] {
  const known = new Set(chart.subcharts.map((subchart) => subchart.chart.name));
  const found: Subchart[] = [];
  for (const { name, repository } of declaredDependencies(chart)) {
    if (!isLocal(repository) || known.has(name)) continue;
    const place = localFolder(workspace, chart.folder, repository);
    if ('problem' in place || [...above, chart.folder].includes(place.folder)) continue;
    const local = loadLocal({ workspace, above: [...above, chart.folder] }, place.folder);
    if (local?.name !== name) continue;
    known.add(name);
    found.push({ chart: local, path: `charts/${name}`, isArchive: false });
  }
  return found;
}

function loadLocal(loading: Loading, folder: string): LoadedChart | undefined {
  try {
    return loadFolder(loading, folder);
  } catch (error) {
    if (error instanceof LoadFault) return undefined;
    throw error;
  }
}
