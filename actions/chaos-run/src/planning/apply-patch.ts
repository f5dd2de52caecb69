import { isDeepStrictEqual } from 'node:util';
import type { JsonPatchOperation } from '@kube-delivery/shared/cluster/cluster';
import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { without } from '@kube-delivery/shared/json/without';
import { ActivityFailedError } from '../activity-failed.ts';

/**
 * What a JSON Patch (RFC 6902) makes of a document. Throws an ActivityFailedError that names the first
 * operation which does not apply to it.
 */
export function applyPatch(document: Json, operations: readonly JsonPatchOperation[]): Json {
  return operations.reduce<Json>((left, operation, index) => {
    const { op, path } = operation;
    const keys = path.split('/').slice(1).map(unescaped);
    const changed = path === '' || path.startsWith('/') ? change(left, keys, operation) : undefined;
    if (changed !== undefined) return changed;
    throw new ActivityFailedError(
      `operation ${index + 1} of the patch, ${op} ${path}, does not apply`,
    );
  }, document);
}

function unescaped(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** The node as it is after the operation; undefined where that does not apply. */
function change(
  node: Json | undefined,
  [key, ...rest]: readonly string[],
  operation: JsonPatchOperation,
): Json | undefined {
  if (key === undefined) {
    switch (operation.op) {
      case 'add':
      case 'replace':
        return operation.value;
      case 'test':
        return isDeepStrictEqual(node ?? null, operation.value) ? (node ?? null) : undefined;
      case 'remove':
        return undefined;
    }
  }
  if (Array.isArray(node)) return changeList(node as readonly Json[], key, rest, operation);
  if (!isJsonObject(node)) return undefined;
  const child = Object.hasOwn(node, key) ? node[key] : undefined;
  const isLast = rest.length === 0;
  if (child === undefined && (operation.op === 'replace' || operation.op === 'remove')) {
    return undefined;
  }
  if (isLast && operation.op === 'remove') return without(node, key);
  const changed = change(child, rest, operation);
  if (changed === undefined) return undefined;
  return operation.op === 'test' ? node : { ...node, [key]: changed };
}

function changeList(
  list: readonly Json[],
  key: string,
  rest: readonly string[],
  operation: JsonPatchOperation,
): Json | undefined {
  const inserts = rest.length === 0 && operation.op === 'add';
  const index = inserts && key === '-' ? list.length : indexOf(key);
  if (index === undefined || index > list.length - (inserts ? 0 : 1)) return undefined;
  if (inserts) return list.toSpliced(index, 0, operation.value);
  if (rest.length === 0 && operation.op === 'remove') return list.toSpliced(index, 1);
  const changed = change(list[index], rest, operation);
  return changed === undefined ? undefined : list.with(index, changed);
}

function indexOf(key: string): number | undefined {
  return /^(0|[1-9]\d*)$/.test(key) ? Number(key) : undefined;
}
