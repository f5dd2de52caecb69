import { existsSync, lstatSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import path from 'node:path';
import { messageOf } from '@kube-delivery/shared/action/errors';
import { liesInside } from '@kube-delivery/shared/files/user-file';
import { readHelmIgnore } from './helm-ignore.ts';
import type { IsIgnored } from './helm-ignore.ts';
import { LoadFault } from './load-fault.ts';
import { SizeBudget } from './size-budget.ts';

/** A file of a chart as it is stored. */
export interface StoredFile {
  /** Below the chart's folder, with `/`. */
  readonly path: string;
  /** Without a byte order mark. */
  readonly bytes: Buffer;
}

/** A chart's folder: absolute, and as people name it from the workspace. */
export interface ChartLocation {
  readonly absolute: string;
  readonly folder: string;
}

const ignoreFile = '.helmignore';
const mark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * All files of a chart's folder that Helm would load, by name; those of `charts` too, archives as they
 * are. Links are followed as Helm does. Throws a LoadFault for what Helm cannot load, and for a link
 * that leaves the workspace. The folder `.git` is left out.
 */
export function readChartFiles(workspace: string, chart: ChartLocation): readonly StoredFile[] {
  const reading: Reading = {
    workspace,
    chart,
    isIgnored: readIgnored(chart),
    budget: new SizeBudget(),
    files: [],
  };
  readFolder(reading, '', [realpathSync(chart.absolute)]);
  return reading.files;
}

interface Reading {
  readonly workspace: string;
  readonly chart: ChartLocation;
  readonly isIgnored: IsIgnored;
  readonly budget: SizeBudget;
  readonly files: StoredFile[];
}

function readIgnored({ absolute, folder }: ChartLocation): IsIgnored {
  const file = path.join(absolute, ignoreFile);
  const found = readHelmIgnore(existsSync(file) ? withoutMark(readFileSync(file)).toString() : '');
  if (typeof found === 'function') return found;
  throw new LoadFault(path.posix.join(folder, ignoreFile), found.message, {
    at: { line: found.line, column: 1 },
    hint: 'Name files and folders with *, ? and [] only',
  });
}

/** `above` holds the real folders that lead here, so that a cycle of links is seen. */
function readFolder(reading: Reading, below: string, above: readonly string[]): void {
  const { chart, isIgnored } = reading;
  for (const name of namesIn(reading, below)) {
    const file = path.posix.join(below, name);
    const status = statusOf(reading, file);
    if (name === '.git' || isIgnored(file, status.isDirectory())) continue;
    if (status.isDirectory()) {
      const real = realpathSync(path.join(chart.absolute, file));
      if (above.includes(real)) throw fault(reading, file, 'it is a link to a folder above it');
      readFolder(reading, file, [...above, real]);
    } else if (status.isFile()) {
      reading.files.push({ path: file, bytes: readBytes(reading, file, status.size) });
    } else throw fault(reading, file, 'it is neither a file nor a folder');
  }
}

function namesIn(reading: Reading, below: string): readonly string[] {
  try {
    return readdirSync(path.join(reading.chart.absolute, below)).sort();
  } catch (error) {
    throw fault(reading, below, messageOf(error));
  }
}

function statusOf(reading: Reading, file: string): Stats {
  const { workspace, chart } = reading;
  const absolute = path.join(chart.absolute, file);
  const own = lstatSync(absolute);
  if (!own.isSymbolicLink()) return own;
  const target = statSync(absolute, { throwIfNoEntry: false });
  if (target === undefined) throw fault(reading, file, 'it is a link to nothing');
  if (!liesInside(realpathSync(absolute), { workspace, temp: workspace })) {
    throw fault(reading, file, 'it is a link to a place outside the workspace');
  }
  return target;
}

function readBytes(reading: Reading, file: string, size: number): Buffer {
  try {
    reading.budget.take(size);
    return withoutMark(readFileSync(path.join(reading.chart.absolute, file)));
  } catch (error) {
    throw fault(reading, file, messageOf(error));
  }
}

/** The bytes without a byte order mark, which Helm drops as well. */
export function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, mark.length).equals(mark) ? bytes.subarray(mark.length) : bytes;
}

function fault({ chart }: Reading, file: string, why: string): LoadFault {
  return new LoadFault(
    path.posix.join(chart.folder, file),
    `Helm cannot load the chart with the file ${file}: ${why}`,
    { hint: 'Remove the file, or name it in .helmignore' },
  );
}
