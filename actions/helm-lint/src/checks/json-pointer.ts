import type { JsonPath } from '@kube-delivery/shared/json/json-path';

/** The steps of a JSON pointer; a number stays text, as it may be a key. */
export function pointerSteps(pointer: string): readonly string[] {
  return pointer
    .replace(/^#?\/?/, '')
    .split('/')
    .filter((step, index, all) => step !== '' || all.length > 1 + index)
    .map((step) => decode(step).replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The same, with numbers for what looks like an index of a list. */
export function pointerPath(pointer: string): JsonPath {
  return pointerSteps(pointer).map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
