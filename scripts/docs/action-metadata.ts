import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

/** One input of an action.yml. */
export interface InputMetadata {
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string;
}

/** What an action.yml says, as far as this project reads it. */
export interface ActionMetadata {
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, InputMetadata>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string; readonly post?: string };
}

/** Reads `action.yml` of the action in `folder`. */
export function readActionMetadata(folder: string): ActionMetadata {
  const text = readFileSync(path.join(folder, 'action.yml'), 'utf8');
  return parse(text) as ActionMetadata;
}
