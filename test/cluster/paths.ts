import { createHash } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';

/**
 * Everything a running cluster writes. It belongs to root, as containerd and the kubelet do, and its
 * name is short, because it holds Unix sockets.
 */
export const stateFolder = '/var/lib/kube-delivery-cluster';

/** Where the sources of the test cluster lie: manifests, Dockerfiles, pinned modules. */
export const sourceFolder = import.meta.dirname;

/** A path inside the state folder. */
export function statePath(...parts: readonly string[]): string {
  return path.join(stateFolder, ...parts);
}

/** The user's cache of built tools, which outlives clusters and clones of the repository. */
export function toolCacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const cache = environment.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  return path.join(cache, 'kube-delivery', 'tools');
}

/** A short name for contents, equal when all the parts are equal. */
export function digestOf(parts: readonly string[]): string {
  const hash = createHash('sha256');
  // The length before each part keeps ['ab', 'c'] and ['a', 'bc'] apart.
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 16);
}
