import { isJsonObject, stringAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { JsonPath } from '@kube-delivery/shared/json/json-path';
import { isOlder } from './schema-draft.ts';
import type { SchemaDraft } from './schema-draft.ts';

/** A reference that takes the network. */
export interface RemoteReference {
  readonly path: JsonPath;
  readonly address: string;
}

/** A schema that can be judged by itself. */
export interface LocalSchema {
  readonly schema: Json;
  /** The references that were taken out. */
  readonly remote: readonly RemoteReference[];
}

/** The schema with `{}` in place of each reference to another host, and read as its draft says. */
export function localSchema(schema: Json, draft: SchemaDraft): LocalSchema {
  const remote: RemoteReference[] = [];
  const visit = (part: Json, path: JsonPath): Json => {
    if (Array.isArray(part)) {
      return (part as readonly Json[]).map((item, index) => visit(item, [...path, index]));
    }
    if (!isJsonObject(part)) return part;
    const address = stringAt(part, '$ref');
    if (address !== undefined && isRemote(address)) {
      remote.push({ path: [...path, '$ref'], address });
      return {};
    }
    const kept = address !== undefined && isOlder(draft) ? withoutConditions(part) : part;
    return Object.fromEntries(
      Object.entries(kept).map(([key, value]) => [key, visit(value, [...path, key])]),
    );
  };
  return { schema: visit(schema, []), remote };
}

/** The schemas of JSON schema itself are known. */
function isRemote(address: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(address) && !/^https?:\/\/json-schema\.org\//.test(address);
}

const besideReference = new Set(['$ref', '$id', 'id', '$schema', '$defs', 'definitions']);

/** Older drafts pass over what stands beside a reference; what it may point into stays. */
function withoutConditions(part: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(part).filter(([key]) => besideReference.has(key)));
}
