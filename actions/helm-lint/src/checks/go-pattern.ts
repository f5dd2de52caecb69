/** What a pattern of a schema is asked. */
export interface TextPattern {
  test(text: string): boolean;
}

const unknownToJavaScript = /\\[pPQ]|\[\[:/;
const flags = /^\(\?([ims]+)\)/;

/**
 * A pattern as Go, in which Helm is written, reads it; one that JavaScript cannot express takes every
 * text.
 */
export function goPattern(pattern: string): TextPattern {
  if (unknownToJavaScript.test(pattern)) return { test: () => true };
  const source = pattern
    .replace(flags, '')
    .replace(/\\([^])/g, (whole, letter) => (letter === 'A' ? '^' : letter === 'z' ? '$' : whole));
  try {
    return new RegExp(source, flags.exec(pattern)?.[1] ?? '');
  } catch {
    return { test: () => true };
  }
}
