import type { Field, VersionSet } from '../../actions/helm-lint/src/schema/schema-node.ts';
import type {
  SchemaPackage,
  SchemaIndex,
} from '../../actions/helm-lint/src/schema/schema-files.ts';
import type { ReleaseSchemas } from './compact-definitions.ts';

/** The schemas of several releases as one: what is equal in them stands once. */
export interface MergedSchemas {
  readonly index: SchemaIndex;
  /** `core.v1` to its definitions. */
  readonly packages: ReadonlyMap<string, SchemaPackage>;
}

interface Dated {
  readonly versions: VersionSet;
  readonly field: Field;
}

/** Merges the schemas of releases, which are given by their versions (`1.36.3`), oldest first. */
export function mergeReleases(releases: ReadonlyMap<string, ReleaseSchemas>): MergedSchemas {
  const dated = [...releases.values()].map((release, index) => ({ release, versions: 1 << index }));
  const definitions = collect(
    dated.flatMap(({ release, versions }) =>
      [...release.definitions].map(([name, field]) => ({ name, dated: { versions, field } })),
    ),
  );
  const packages = new Map<string, Record<string, readonly Field[]>>();
  for (const [name, variants] of definitions) {
    const home = packageOf(name);
    const known = packages.get(home) ?? {};
    // Whoever refers to a definition does so only for the versions that have it.
    known[name] = mergeFields(variants, union(variants));
    packages.set(home, known);
  }
  const all = union(dated);
  const kinds = collect(
    dated.flatMap(({ release, versions }) =>
      [...release.kinds].flatMap(([apiVersion, kindsOfIt]) =>
        [...kindsOfIt].map(([kind, ref]) => ({
          name: `${apiVersion} ${kind}`,
          dated: { versions, field: { ref } },
        })),
      ),
    ),
  );
  const index: Record<string, Record<string, readonly Field[]>> = {};
  for (const [name, variants] of [...kinds].sort()) {
    const [apiVersion = '', kind = ''] = name.split(' ');
    (index[apiVersion] ??= {})[kind] = mergeFields(variants, all);
  }
  return { index: { releases: [...releases.keys()], kinds: index }, packages };
}

/** The file that holds a definition. */
function packageOf(definition: string): string {
  return definition.split('.').slice(0, 2).join('.');
}

/**
 * The fewest fields that say the same as `variants`: equal ones become one, and of objects the fields
 * are merged one by one. `parent` are the versions that need not be repeated.
 */
function mergeFields(variants: readonly Dated[], parent: VersionSet): readonly Field[] {
  const groups = new Map<string, Dated[]>();
  for (const variant of variants) {
    const { properties, ...rest } = variant.field;
    const key = JSON.stringify([properties === undefined, rest]);
    groups.set(key, [...(groups.get(key) ?? []), variant]);
  }
  return [...groups.values()].map((group) => {
    const versions = union(group);
    const properties = mergeProperties(group, versions);
    return {
      ...group[0]?.field,
      ...(properties === undefined ? {} : { properties }),
      ...(versions === parent ? {} : { in: versions }),
    };
  });
}

function mergeProperties(
  group: readonly Dated[],
  parent: VersionSet,
): Readonly<Record<string, readonly Field[]>> | undefined {
  if (group[0]?.field.properties === undefined) return undefined;
  const properties = collect(
    group.flatMap(({ versions, field }) =>
      Object.entries(field.properties ?? {}).flatMap(([name, fields]) =>
        fields.map((property) => ({ name, dated: { versions, field: property } })),
      ),
    ),
  );
  return Object.fromEntries(
    [...properties].sort().map(([name, variants]) => [name, mergeFields(agree(variants), parent)]),
  );
}

/**
 * Takes the newest release's word for whether a field is needed. Kubernetes may not change that within
 * an API: where its documents differ, a later one has corrected what the server does all along.
 */
function agree(variants: readonly Dated[]): readonly Dated[] {
  const isNeeded = variants.at(-1)?.field.needed === true;
  return variants.map(({ versions, field }) => {
    const { needed, ...rest } = field;
    if ((needed === true) === isNeeded) return { versions, field };
    return { versions, field: isNeeded ? { ...rest, needed: true } : rest };
  });
}

function collect(
  entries: readonly { readonly name: string; readonly dated: Dated }[],
): ReadonlyMap<string, readonly Dated[]> {
  const collected = new Map<string, Dated[]>();
  for (const { name, dated } of entries) {
    const known = collected.get(name);
    if (known === undefined) collected.set(name, [dated]);
    else known.push(dated);
  }
  return collected;
}

function union(dated: readonly { readonly versions: VersionSet }[]): VersionSet {
  return dated.reduce((all, { versions }) => all | versions, 0);
}
