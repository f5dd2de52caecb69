/** A line of the text: the last one for a fault, such as a quote without its end, that is seen after it. */
export function lineWithin(text: string, line: number): number {
  return Math.min(line, text.trimEnd().split('\n').length);
}
