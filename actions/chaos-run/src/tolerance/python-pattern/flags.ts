import { PatternProblem } from './pattern-problem.ts';
import type { PatternReader } from './pattern-reader.ts';

/** Which of Python's flags hold: `i`, `m`, `s`, `x` and `a`. */
export type Flags = ReadonlySet<string>;

/** What `(?im)`, or the head of `(?i-s:...)`, switches on and off; `local` ends with a colon. */
export interface FlagGroup {
  readonly on: Flags;
  readonly off: Flags;
  readonly local: boolean;
}

/** Reads flags behind `(?`. Throws a PatternProblem as Python would. */
export function readFlags(reader: PatternReader): FlagGroup {
  const from = reader.at;
  const on = reader.takeWhile(/^[a-zA-Z]$/);
  const minus = reader.takeText('-');
  const off = minus ? reader.takeWhile(/^[a-zA-Z]$/) : '';
  const local = reader.takeText(':');
  const refuse = (why: string): never => {
    throw new PatternProblem(why, from);
  };
  if (on === '' && !minus) refuse(`unknown extension (?${reader.next ?? ''}`);
  if (!local && (minus || !reader.takeText(')'))) refuse('":" or ")" is missing behind flags');
  if (/[^aimsux]/.test(on + off)) refuse('unknown flag, or one that is not for texts');
  if (minus && off === '') refuse('a flag is missing behind "-"');
  if (/[au]/.test(off)) refuse('the flags a and u cannot be switched off');
  if (on.includes('a') && on.includes('u')) refuse('the flags a and u exclude each other');
  if (Array.from(on).some((flag) => off.includes(flag)))
    refuse('a flag is switched both on and off');
  return { on: new Set(on), off: new Set(off), local };
}

/** The flags that hold where a group switched some. */
export function switched(flags: Flags, { on, off }: FlagGroup): Flags {
  const result = new Set([...flags, ...on].filter((flag) => !off.has(flag)));
  if (on.has('u')) result.delete('a');
  return result;
}
