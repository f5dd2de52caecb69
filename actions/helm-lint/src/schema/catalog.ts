import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress, brotliDecompressSync } from 'node:zlib';
import { messageOf, PreconditionError } from '@kube-delivery/shared/action/errors';
import { groupOf } from '@kube-delivery/shared/manifests/manifest';
import { indexFile, packageFile } from './schema-files.ts';
import type { SchemaIndex, SchemaPackage } from './schema-files.ts';
import type { Field, SchemaNode, VersionSet } from './schema-node.ts';

const decompress = promisify(brotliDecompress);

/** The schemas of Kubernetes' own kinds, of which only what is asked for is read. */
export interface Catalog {
  /** `1.36`, oldest first. */
  readonly versions: readonly string[];
  /** The bits of all versions. */
  readonly allVersions: VersionSet;
  /** The groups of its APIs; empty for the core group. */
  readonly groups: ReadonlySet<string>;
  /** Whether any of the versions has this API. */
  hasApi(apiVersion: string): boolean;
  /** The kinds of an API in any of the versions. */
  kindsOf(apiVersion: string): readonly string[];
  /** The APIs that have a kind in any of the versions. */
  apisOf(kind: string): readonly string[];
  /** What describes a kind, with the versions that have it; none where it is unknown. */
  fieldsOfKind(apiVersion: string, kind: string): readonly Field[];
  /** Reads what definitions need, so that `definition` knows them and all that they refer to. */
  load(refs: readonly string[]): Promise<void>;
  /** The fields of a loaded definition. */
  definition(ref: string): readonly Field[];
  /** `versions` as bits. Versions that the catalog does not have are left out. */
  setOf(versions: readonly string[]): VersionSet;
  /** The versions whose bits are set, oldest first. */
  versionsIn(set: VersionSet): readonly string[];
}

/**
 * Opens the catalog in `folder`; packages of definitions are read when they are loaded. A folder that
 * holds none is a PreconditionError.
 */
export function openCatalog(folder: string): Catalog {
  const { releases, kinds } = readIndex(folder);
  const versions = releases.map((release) => release.split('.').slice(0, 2).join('.'));
  const apis = new Map(
    Object.entries(kinds).map(([name, known]) => [name, new Map(Object.entries(known))]),
  );
  const packages = new Map<string, Promise<SchemaPackage>>();
  const definitions = new Map<string, readonly Field[]>();

  const readPackage = (file: string): Promise<SchemaPackage> => {
    const reading = packages.get(file) ?? loadPackage(path.join(folder, file));
    packages.set(file, reading);
    return reading;
  };

  const load = async (refs: readonly string[]): Promise<void> => {
    const files = new Set(refs.filter((ref) => !definitions.has(ref)).map(packageFile));
    await Promise.all(
      [...files].map(async (file) => {
        for (const [name, fields] of Object.entries(await readPackage(file))) {
          definitions.set(name, fields);
        }
      }),
    );
    const lost = refs.find((ref) => !definitions.has(ref));
    if (lost !== undefined) throw new Error(`${packageFile(lost)} holds no definition ${lost}`);
    // Definitions of the files just read refer to those of others.
    const next = new Set<string>();
    for (const ref of refs) collectRefs(ref, definitions, next);
    const missing = [...next].filter((ref) => !definitions.has(ref));
    if (missing.length > 0) await load(missing);
  };

  return {
    versions,
    allVersions: 2 ** versions.length - 1,
    groups: new Set([...apis.keys()].map((apiVersion) => groupOf({ apiVersion }))),
    hasApi: (apiVersion) => apis.has(apiVersion),
    kindsOf: (apiVersion) => [...(apis.get(apiVersion)?.keys() ?? [])],
    apisOf: (kind) => [...apis].filter(([, known]) => known.has(kind)).map(([name]) => name),
    fieldsOfKind: (apiVersion, kind) => apis.get(apiVersion)?.get(kind) ?? [],
    load,
    definition: (ref) => {
      const fields = definitions.get(ref);
      if (fields === undefined) throw new Error(`the definition ${ref} was not loaded`);
      return fields;
    },
    setOf: (wanted) =>
      versions.reduce(
        (set, version, bit) => (wanted.includes(version) ? set | (1 << bit) : set),
        0,
      ),
    versionsIn: (set) => versions.filter((_, bit) => (set & (1 << bit)) !== 0),
  };
}

function readIndex(folder: string): SchemaIndex {
  const file = path.join(folder, indexFile);
  try {
    return JSON.parse(brotliDecompressSync(readFileSync(file)).toString()) as SchemaIndex;
  } catch (error) {
    throw new PreconditionError(`the Kubernetes schemas cannot be read: ${messageOf(error)}`, {
      hint: `Build the action so that ${folder} holds them: npm run build -- helm-lint.`,
      cause: error,
    });
  }
}

async function loadPackage(file: string): Promise<SchemaPackage> {
  return JSON.parse((await decompress(await readFile(file))).toString()) as SchemaPackage;
}

/** Adds `ref` and everything that it leads to; what is not loaded yet leads nowhere. */
function collectRefs(
  ref: string,
  definitions: ReadonlyMap<string, readonly Field[]>,
  found: Set<string>,
): void {
  if (found.has(ref)) return;
  found.add(ref);
  const visit = (node: SchemaNode): void => {
    if (node.ref !== undefined) collectRefs(node.ref, definitions, found);
    if (node.items !== undefined) visit(node.items);
    if (node.values !== undefined) visit(node.values);
    for (const fields of Object.values(node.properties ?? {})) fields.forEach(visit);
  };
  definitions.get(ref)?.forEach(visit);
}
