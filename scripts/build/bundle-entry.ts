import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { minify } from '@swc/core';
import { projectRoot } from '../project-root.ts';
import { describeLicenses } from './bundle-licenses.ts';
import { compileModulesEagerly } from './eager-modules.ts';

const run = promisify(execFile);

/**
 * Bundles what `entry` imports into `folder`: `file` holds what is loaded at the start, and parts that are
 * imported when they are first needed lie beside it, as `<number>.<file>`. Gives the bytes of all of them.
 */
export async function bundleEntry(entry: string, folder: string, file: string): Promise<number> {
  const output = path.join(folder, `${file}.ncc`);
  const stats = path.join(folder, `${file}.stats.json`);
  const ncc = path.join(projectRoot, 'node_modules/@vercel/ncc/dist/ncc/cli.js');
  mkdirSync(folder, { recursive: true });
  // Types are checked by `npm run typecheck`, once for all bundles.
  const options = ['-m', '--transpile-only', '--stats-out', stats];
  await run(process.execPath, [ncc, 'build', entry, '-o', output, ...options], {
    cwd: projectRoot,
    maxBuffer: 64 * 1024 * 1024,
  });
  let size = 0;
  for (const name of readdirSync(output).filter((each) => each.endsWith('.js'))) {
    const source = readFileSync(path.join(output, name), 'utf8').replaceAll(
      '".index.js"',
      `".${file}"`,
    );
    const built = toAscii(
      name === 'index.js' ? compileModulesEagerly(source) : await shorten(source),
    );
    writeFileSync(path.join(folder, name.replace(/index\.js$/, file)), built);
    size += built.length;
  }
  // ES modules are read as such only beside this file.
  renameSync(path.join(output, 'package.json'), path.join(folder, 'package.json'));
  writeFileSync(
    path.join(folder, `${path.parse(file).name}.licenses.txt`),
    describeLicenses(stats),
  );
  rmSync(stats);
  rmSync(output, { recursive: true });
  return size;
}

/** ncc shortens the first file only. */
async function shorten(source: string): Promise<string> {
  const { code } = await minify(source, { module: true, compress: true, mangle: true });
  return code;
}

/** V8 reads a source without other characters as one byte each, which starts a bundle 10 ms sooner. */
function toAscii(source: string): string {
  return source.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
