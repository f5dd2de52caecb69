import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { pointerTo } from '../../experiment/float-marks.ts';
import { numberText } from '../../experiment/python-text.ts';
import type { MarkedJson } from '../../experiment/substitute.ts';

/** JSON as Python's `json.dumps` writes it: a blank behind commas and colons, and ASCII only. */
export function pythonJson({ value, floats }: MarkedJson): string {
  const written = (each: Json, pointer: string): string => {
    if (typeof each === 'number') return numberText(each, floats.has(pointer));
    if (Array.isArray(each)) {
      const items = each.map((item: Json, index) => written(item, `${pointer}/${String(index)}`));
      return `[${items.join(', ')}]`;
    }
    if (isJsonObject(each)) {
      const entries = Object.entries(each).map(
        ([key, field]) => `${ascii(key)}: ${written(field, pointer + pointerTo([key]))}`,
      );
      return `{${entries.join(', ')}}`;
    }
    return ascii(each);
  };
  return written(value, '');
}

function ascii(value: Json): string {
  return JSON.stringify(value).replace(
    /[\u007F-\uFFFF]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
