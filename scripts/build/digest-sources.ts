import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../project-root.ts';

const alwaysRead = ['package-lock.json', 'tsconfig*.json', 'patches/*', 'scripts/build/*.ts'];

/** A digest of everything that the bundle of action `name` is made from. */
export function digestSources(name: string): string {
  const patterns = [
    ...alwaysRead,
    'shared/package.json',
    'shared/src/**/*.ts',
    `actions/${name}/*.json`,
    `actions/${name}/src/**/*`,
  ];
  const hash = createHash('sha256');
  for (const file of globSync(patterns, { cwd: projectRoot, withFileTypes: false }).sort()) {
    const content = readContent(path.join(projectRoot, file));
    if (content !== undefined) hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function readContent(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EISDIR') return undefined;
    throw error;
  }
}
