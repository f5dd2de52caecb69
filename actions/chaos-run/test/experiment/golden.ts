import { readFileSync } from 'node:fs';

/** What the real programs gave: Chaos Toolkit's library 1.44.0, Python 3.11, PyYAML 6. */
export function golden(name: string): unknown {
  const file = new URL(`golden/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}
