import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What the original answered, as recorded in `fixtures`. */
export function answersOf(name: string): unknown {
  const file = path.join(import.meta.dirname, 'fixtures', `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as unknown;
}
