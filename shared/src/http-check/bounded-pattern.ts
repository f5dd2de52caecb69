import { runInNewContext } from 'node:vm';

const longestPattern = 1000;
const longestSearch = 1000;

/** A user's regular expression; undefined where it is broken or longer than 1,000 characters. */
export function compilePattern(source: string): RegExp | undefined {
  if (source.length > longestPattern) return undefined;
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

/**
 * Whether `pattern` occurs in `text`; undefined where that was not decided within a second, as a
 * pattern like `(a+)+$` can take years. A script of its own is what V8 can stop in the middle.
 */
export function searchPattern(pattern: RegExp, text: string): boolean | undefined {
  try {
    const script = 'new RegExp(source, flags).test(text)';
    const found: unknown = runInNewContext(
      script,
      { source: pattern.source, flags: pattern.flags, text },
      { timeout: longestSearch },
    );
    return found === true;
  } catch {
    return undefined;
  }
}
