import { chmod, cp, readdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../processes/run-command.ts';
import type { GoFileset, GoToolset } from './catalog.ts';

const buildTimeoutMs = 60 * 60 * 1000;
const downloadTimeoutMs = 10 * 60 * 1000;

/** Builds the toolset's programs into a folder, static and without debug tables. */
export async function buildGoToolset(toolset: GoToolset, into: string): Promise<void> {
  const packages = Object.entries(toolset.provides);
  await runGo(
    [
      'build',
      '-mod=readonly',
      '-trimpath',
      ...(toolset.tags === undefined ? [] : ['-tags', toolset.tags]),
      '-ldflags',
      ['-s', '-w', toolset.ldflags ?? ''].join(' ').trimEnd(),
      '-o',
      `${into}/`,
      ...packages.map(([, goPackage]) => goPackage),
    ],
    moduleFolder(toolset.folder),
    buildTimeoutMs,
  );
  for (const [tool, goPackage] of packages) {
    await rename(path.join(into, goBinaryName(goPackage)), path.join(into, tool));
  }
}

/** Copies the fileset out of Go's module cache. */
export async function copyGoFiles(fileset: GoFileset, into: string): Promise<void> {
  const answer = await runGo(
    ['mod', 'download', '-json', fileset.module],
    moduleFolder(fileset.folder),
    downloadTimeoutMs,
  );
  const { Dir: source } = JSON.parse(answer) as { Dir: string };
  for (const [tool, file] of Object.entries(fileset.provides)) {
    const copy = path.join(into, tool);
    await cp(path.join(source, file), copy, { recursive: true });
    await makeWritable(copy);
  }
}

/** The file name `go build` gives a command: its last path element that is no major version. */
export function goBinaryName(goPackage: string): string {
  const elements = goPackage.split('/').filter((element) => !/^v\d+$/.test(element));
  return elements.at(-1) ?? goPackage;
}

/** The folder with the go.mod that pins a toolset. */
export function moduleFolder(folder: string): string {
  return path.join(import.meta.dirname, folder);
}

function runGo(args: readonly string[], cwd: string, timeoutMs: number): Promise<string> {
  return runCommand('go', args, { cwd, timeoutMs, env: { CGO_ENABLED: '0', GOWORK: 'off' } });
}

// The module cache is read-only, and so would be the copy: nobody could delete it.
async function makeWritable(copied: string): Promise<void> {
  const { mode } = await stat(copied);
  await chmod(copied, mode | 0o200);
  if (!(await stat(copied)).isDirectory()) return;
  for (const entry of await readdir(copied)) await makeWritable(path.join(copied, entry));
}
