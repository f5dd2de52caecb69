/**
 * JSON as Go's encoder writes it: `<`, `>`, `&` and the two Unicode line separators escaped. The API
 * server compares the values of a JSON Patch's `test` as text with its own encoding of the object, so
 * that one with such a character matches only when it is written this way.
 */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
