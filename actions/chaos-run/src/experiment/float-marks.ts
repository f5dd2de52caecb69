/**
 * JSON pointers (`/configuration/ratio`) to the whole numbers that Python reads as floats, as `1.0`:
 * they are written and compared otherwise there, and JavaScript cannot tell them from `1`. The pointer
 * of a value itself is the empty text.
 */
export type FloatMarks = ReadonlySet<string>;

/** No number is a float that its value does not show to be one. */
export const noFloatMarks: FloatMarks = new Set<string>();

/** The JSON pointer of the value at `path`. */
export function pointerTo(path: readonly (string | number)[]): string {
  return path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** The marks below the value at `path`, as seen from that value. */
export function marksBelow(marks: FloatMarks, path: readonly (string | number)[]): FloatMarks {
  const prefix = pointerTo(path);
  const below = [...marks].filter((mark) => mark === prefix || mark.startsWith(`${prefix}/`));
  return new Set(below.map((mark) => mark.slice(prefix.length)));
}

/** The same marks, as seen from where their value lies at `path`. */
export function marksAbove(marks: FloatMarks, path: readonly (string | number)[]): FloatMarks {
  const prefix = pointerTo(path);
  return new Set([...marks].map((mark) => `${prefix}${mark}`));
}
