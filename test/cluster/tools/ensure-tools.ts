import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { digestOf } from '../paths.ts';
import { cachedFolder } from './cached-folder.ts';
import { toolsetOf, type ToolName, type Toolset } from './catalog.ts';
import { buildGoToolset, copyGoFiles, moduleFolder } from './go-toolset.ts';
import { requireGo, requirePython } from './requirements.ts';
import { unpackWheel } from './wheel.ts';

/** Tool names with the files they are found in. */
export type Tools<N extends ToolName> = Readonly<Record<N, string>>;

/**
 * The paths of the asked tools. What is not in the user's cache is built or downloaded first, at the
 * versions pinned beside this file.
 */
export async function ensureTools<N extends ToolName>(names: readonly N[]): Promise<Tools<N>> {
  const paths = new Map<N, string>();
  // One after the other: each build keeps all the cores busy by itself.
  for (const name of names) {
    paths.set(name, path.join(await ensureToolset(toolsetOf(name)), name));
  }
  return Object.fromEntries(paths) as Tools<N>;
}

/** The folder with a toolset's tools, built when it is not in the cache. */
export function ensureToolset(toolset: Toolset): Promise<string> {
  const name = `${toolset.name}-${toolsetDigest(toolset)}`;
  const tools = Object.keys(toolset.provides).join(', ');
  return cachedFolder(name, `${verbs[toolset.kind]} ${tools}`, (into) => fill(toolset, into));
}

/** Changes whenever the toolset would be built differently. */
export function toolsetDigest(toolset: Toolset): string {
  return digestOf([JSON.stringify(toolset), process.arch, ...pinFiles(toolset).map(readPin)]);
}

const verbs = {
  go: 'Building',
  'go-files': 'Fetching',
  wheel: 'Downloading',
} as const satisfies Record<Toolset['kind'], string>;

async function fill(toolset: Toolset, into: string): Promise<void> {
  switch (toolset.kind) {
    case 'go':
      await requireGo();
      return buildGoToolset(toolset, into);
    case 'go-files':
      await requireGo();
      return copyGoFiles(toolset, into);
    case 'wheel':
      await requirePython();
      return unpackWheel(toolset, into);
  }
}

function pinFiles(toolset: Toolset): readonly string[] {
  const folder = moduleFolder(toolset.folder);
  const names = toolset.kind === 'wheel' ? ['requirements.txt'] : ['go.mod', 'go.sum'];
  return names.map((name) => path.join(folder, name));
}

function readPin(file: string): string {
  if (!existsSync(file)) throw new Error(`${file} is missing: it pins what is built`);
  return readFileSync(file, 'utf8');
}
