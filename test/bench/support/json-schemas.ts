import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { downloadRelease, kubernetesReleases } from '../../../scripts/build/kubernetes-releases.ts';
import { arrayAt, isJsonObject, stringAt } from '../../../shared/src/json/json.ts';
import type { Json, JsonObject } from '../../../shared/src/json/json.ts';

/** The Kubernetes versions of the schemas, `1.36.3`. */
export const schemaVersions = kubernetesReleases.map(({ version }) => version.replace(/^v/, ''));

/** Where kubeconform finds the schemas that `writeJsonSchemas` writes into a folder. */
export function schemaLocation(folder: string, version: string): string {
  return path.join(folder, version, '{{.ResourceKind}}{{.KindSuffix}}.json');
}

/**
 * Writes the schemas of these kinds (`Deployment`) for each version, as users of kubeconform have them on
 * disk: one file a kind and API version that holds all that it refers to, with no unknown fields.
 */
export async function writeJsonSchemas(folder: string, kinds: readonly string[]): Promise<void> {
  for (const release of kubernetesReleases) {
    const sources = await downloadRelease(release);
    const file = path.join(sources, 'api/openapi-spec/swagger.json');
    const { definitions } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly definitions: Readonly<Record<string, JsonObject>>;
    };
    const into = path.join(folder, release.version.replace(/^v/, ''));
    mkdirSync(into, { recursive: true });
    for (const definition of Object.values(definitions)) {
      for (const api of arrayAt(definition, 'x-kubernetes-group-version-kind')) {
        const kind = stringAt(api, 'kind') ?? '';
        if (!kinds.includes(kind)) continue;
        const name = fileName(kind, stringAt(api, 'group') ?? '', stringAt(api, 'version') ?? '');
        const text = JSON.stringify(standalone(definition, definitions));
        writeFileSync(path.join(into, name), text);
      }
    }
  }
}

/** As kubeconform's template names it: `deployment-apps-v1.json`, `service-v1.json`. */
function fileName(kind: string, group: string, version: string): string {
  const [first = ''] = group.split('.');
  return `${[kind.toLowerCase(), ...(first === '' ? [] : [first]), version].join('-')}.json`;
}

function standalone(
  definition: JsonObject,
  definitions: Readonly<Record<string, JsonObject>>,
): Json {
  const used = new Map<string, Json>();
  const convert = (value: Json): Json => {
    if (Array.isArray(value)) return (value as readonly Json[]).map(convert);
    if (!isJsonObject(value)) return value;
    const target = stringAt(value, '$ref')?.replace('#/definitions/', '');
    if (target !== undefined && !used.has(target)) {
      used.set(target, {});
      used.set(target, convert(definitions[target] ?? {}));
    }
    if (stringAt(value, 'format') === 'int-or-string') {
      return { oneOf: [{ type: 'string' }, { type: 'integer' }] };
    }
    const converted = Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== 'description' && !key.startsWith('x-'))
        .map(([key, child]) => [key, convert(child)]),
    );
    return 'properties' in value && !('additionalProperties' in value)
      ? { ...converted, additionalProperties: false }
      : converted;
  };
  const root = convert(definition);
  return { ...(isJsonObject(root) ? root : {}), definitions: Object.fromEntries(used) };
}
