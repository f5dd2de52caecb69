import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LoadedChart } from '../loaded-chart.ts';
import { readArchive } from './read-archive.ts';
import { readChartFiles } from './read-folder.ts';
import type { StoredFile } from './read-folder.ts';
import { workspaceOf } from './read-values.ts';

/**
 * Writes the whole chart into a folder that is not there yet: what Helm would load of it, packed
 * subcharts unpacked, `file://` dependencies that `charts` lacks put there. A file whose path is in
 * `replaced` gets that text. Paths are those of the loaded chart: `charts/db-1.2.0.tgz/values.yaml` for
 * a file of a packed subchart. In the copy its folder is `charts/db-1.2.0-unpacked`.
 */
export function copyChart(
  chart: LoadedChart,
  replaced: ReadonlyMap<string, string>,
  into: string,
): void {
  for (const { path: file, bytes } of filesOf(workspaceOf(chart), chart, '')) {
    // Its patterns are for packed names; what it names is left out here already.
    if (file === '.helmignore') continue;
    const target = path.join(into, file.replaceAll(packed, 'charts/$<name>-unpacked/'));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, replaced.get(file) ?? bytes);
  }
}

/** Whether Helm can only render a copy of the chart: dependencies by `file://` are not in `charts`. */
export function needsCopy(chart: LoadedChart): boolean {
  return chart.subcharts.some(({ path: file }) => !existsSync(path.join(chart.absolute, file)));
}

const packed = /(?<=^|\/)charts\/(?<name>[^/]+)\.tgz\//g;

function filesOf(workspace: string, chart: LoadedChart, below: string): readonly StoredFile[] {
  const own = unpackAll(readChartFiles(workspace, chart)).map((file) => under(below, file));
  const local = chart.subcharts.filter(
    (subchart) => !existsSync(path.join(chart.absolute, subchart.path)),
  );
  return [
    ...own,
    ...local.flatMap((subchart) =>
      filesOf(workspace, subchart.chart, path.posix.join(below, subchart.path)),
    ),
  ];
}

function unpackAll(files: readonly StoredFile[]): readonly StoredFile[] {
  return files.flatMap((file) =>
    /^(?:charts\/[^/]+\/)*charts\/[^_./][^/]*\.tgz$/.test(file.path)
      ? unpackAll(readArchive(file.bytes)).map((inner) => under(file.path, inner))
      : [file],
  );
}

function under(folder: string, { path: file, bytes }: StoredFile): StoredFile {
  return { path: path.posix.join(folder, file), bytes };
}
