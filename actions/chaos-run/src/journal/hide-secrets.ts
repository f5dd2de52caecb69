import type { Secrets } from '@kube-delivery/shared/action/secrets';
import { isJsonObject, stringAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';

/** What stands for a value that must not be shown. */
export const hidden = '***';

/** `value` with every known secret in its texts, keys and numbers replaced by `***`. */
export function hideKnown(value: Json, secrets: Secrets): Json {
  if (typeof value === 'string') return secrets.redact(value);
  if (typeof value === 'number') {
    return secrets.redact(String(value)) === hidden ? hidden : value;
  }
  if (Array.isArray(value)) return value.map((item: Json) => hideKnown(item, secrets));
  return isJsonObject(value) ? hideInObject(value, secrets) : value;
}

/** The same for an object. */
export function hideInObject(value: JsonObject, secrets: Secrets): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [secrets.redact(key), hideKnown(item, secrets)]),
  );
}

/**
 * The `secrets` of an experiment with `***` for every value that stands there literally. Where a value comes
 * from is still told, but not what stands in for a missing one.
 */
export function hideLiterals(secrets: Json): Json {
  if (!isJsonObject(secrets)) return hidden;
  if (stringAt(secrets, 'type') === 'env') {
    return 'default' in secrets ? { ...secrets, default: hidden } : secrets;
  }
  if (stringAt(secrets, 'type') === 'vault') return secrets;
  return hideLeaves(secrets, hideLiterals);
}

/** The groups and names of secrets with `***` for each value. */
export function hideValues(secrets: Json): Json {
  return isJsonObject(secrets) ? hideLeaves(secrets, hideValues) : hidden;
}

function hideLeaves(group: JsonObject, hide: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(group).map(([name, value]) => [name, hide(value)]));
}
