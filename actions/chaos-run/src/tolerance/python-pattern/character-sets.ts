/** What a class of characters holds, written to stand between the brackets of a JavaScript set. */
export type CategoryLetter = 'd' | 'D' | 's' | 'S' | 'w' | 'W';

const wide = {
  d: String.raw`\p{Nd}`,
  s: String.raw`\t-\r\x1C-\x20\x85\xA0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000`,
  w: String.raw`\p{L}\p{N}_`,
};

const ascii = { d: '0-9', s: String.raw`\t-\r\x20`, w: 'A-Za-z0-9_' };

/** Whether this letter behind a backslash stands for a class of characters. */
export function isCategory(letter: string): letter is CategoryLetter {
  return /^[dDsSwW]$/.test(letter);
}

/**
 * The characters of Python's `\d`, `\s`, `\w` and their opposites: of all of Unicode, unless the
 * pattern asks for ASCII.
 */
export function categoryMembers(letter: CategoryLetter, asciiOnly: boolean): string {
  const members = asciiOnly ? ascii : wide;
  switch (letter) {
    case 'd':
    case 's':
    case 'w':
      return members[letter];
    case 'D':
      return `[^${members.d}]`;
    case 'S':
      return `[^${members.s}]`;
    case 'W':
      return `[^${members.w}]`;
  }
}

/** One character, written so that it has no meaning of its own in a pattern or in a set. */
export function literalCharacter(codePoint: number): string {
  const sign = String.fromCodePoint(codePoint);
  return /^[A-Za-z0-9]$/.test(sign) ? sign : `\\u{${codePoint.toString(16)}}`;
}

/** Python's `\b`, the edge of a word, and `\B`, which is nowhere in an empty text. */
export function wordEdge(isEdge: boolean, asciiOnly: boolean): string {
  const word = `[${categoryMembers('w', asciiOnly)}]`;
  return isEdge
    ? `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`
    : String.raw`(?:(?<=${word})(?=${word})|(?<!${word})(?!${word})(?:(?=[\s\S])|(?<=[\s\S])))`;
}
