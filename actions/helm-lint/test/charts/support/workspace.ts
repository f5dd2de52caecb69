import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new folder with these files, removed when the file's tests are done. */
export function workspaceWith(files: Readonly<Record<string, string | Buffer>>): string {
  const workspace = realpathSync(mkdtempSync(path.join(tmpdir(), 'helm-lint-')));
  made.push(workspace);
  writeFiles(workspace, files);
  return workspace;
}

/** Writes files below a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** The Chart.yaml of a chart, with further lines. */
export function chartYaml(name: string, ...lines: readonly string[]): string {
  return ['apiVersion: v2', `name: ${name}`, 'version: 1.0.0', ...lines, ''].join('\n');
}

/** A template that prints a value. */
export function printing(name: string, value: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {value: {{ ${value} | toJson | quote }}}\n`;
}
