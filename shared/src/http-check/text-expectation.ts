import { searchPattern } from './bounded-pattern.ts';

/** What a text must be like. `exists` and `absent: true` are for texts that may be missing. */
export interface TextExpectation {
  readonly equals?: string;
  readonly contains?: string;
  /** True: no text at all. A text: it does not occur. */
  readonly absent?: string | true;
  readonly matches?: RegExp;
  readonly exists?: true;
}

const longestQuote = 80;

/** What is wrong with `text` (undefined where it is missing), one sentence each. */
export function assessText(
  what: string,
  text: string | undefined,
  expected: TextExpectation,
): readonly string[] {
  const { equals, contains, absent, matches, exists } = expected;
  if (text === undefined) {
    const needed = [equals, contains, matches, exists].some((each) => each !== undefined);
    return needed ? [`${what} is missing`] : [];
  }
  const problems: string[] = [];
  if (absent === true) problems.push(`${what} is there: ${quote(text)}`);
  if (equals !== undefined && text !== equals) {
    problems.push(`${what} is ${quote(text)}, not ${quote(equals)}`);
  }
  if (contains !== undefined && !text.includes(contains)) {
    problems.push(`${what} does not contain ${quote(contains)}: ${quote(text)}`);
  }
  if (typeof absent === 'string' && text.includes(absent)) {
    problems.push(`${what} contains ${quote(absent)}`);
  }
  if (matches !== undefined) {
    const found = searchPattern(matches, text);
    if (found === undefined)
      problems.push(`${what} could not be searched for ${String(matches)} within a second`);
    if (found === false) problems.push(`${what} does not match ${String(matches)}: ${quote(text)}`);
  }
  return problems;
}

function quote(text: string): string {
  return JSON.stringify(text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text);
}
