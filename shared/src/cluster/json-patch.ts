import type { JsonPatchOperation } from './cluster.ts';

/**
 * Whether a JSON Patch (RFC 6902) that was applied twice leaves the same as applied once. A `test` may
 * fail the second time, a `remove` too, and an `add` to a list inserts again.
 */
export function isRepeatablePatch(operations: readonly JsonPatchOperation[]): boolean {
  return operations.every((operation) => {
    switch (operation.op) {
      case 'replace':
        return true;
      case 'add':
        return !/\/(-|\d+)$/.test(operation.path);
      case 'test':
      case 'remove':
        return false;
    }
  });
}
