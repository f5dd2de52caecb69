import { ActivityFailedError } from '../activity-failed.ts';

const blank = /[ \t\r\n]/;

/**
 * The words of a command line as Python's shlex parts it: blanks part, single quotes keep everything,
 * inside double quotes a backslash escapes `"` and `\` only. No variables, no pipes. Throws an
 * ActivityFailedError where a quote is not closed; it does not repeat the line, which may hold secrets.
 */
export function commandWords(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line.charAt(at);
    const escapes = quote === undefined ? true : quote === '"' && /["\\]/.test(line.charAt(at + 1));
    if (letter === '\\' && escapes) {
      at += 1;
      if (at === line.length) throw new ActivityFailedError('the command ends with a backslash');
      word = `${word ?? ''}${line.charAt(at)}`;
    } else if (quote !== undefined) {
      if (letter === quote) quote = undefined;
      else word = `${word ?? ''}${letter}`;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (blank.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = `${word ?? ''}${letter}`;
    }
  }
  if (quote !== undefined) {
    throw new ActivityFailedError(`the command has a quote ${quote} that is not closed`);
  }
  return word === undefined ? words : [...words, word];
}
