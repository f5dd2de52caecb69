import { isJsonObject } from './json.ts';

/** The entries of a JSON object whose values are text, as labels and annotations are; else none. */
export function textValues(value: unknown): Readonly<Record<string, string>> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
