/** A comment `# helm-lint: ignore <rule> -- reason` in a file. */
export interface InlineIgnore {
  /** Where the comment is, from 1. */
  readonly line: number;
  /** The lines whose findings it takes out. */
  readonly covers: readonly number[];
  /** Rule ids as they are written there. */
  readonly rules: readonly string[];
  /** Empty where there is none: then it does not count. */
  readonly reason: string;
}

const word = 'helm-lint:';
// Behind a #, in a template's comment on its first line, or on a line of its own in one.
const comment =
  /(?<opening>^|#|\{\{-?\s*\/\*)\s*helm-lint:\s*ignore\b(?<body>.*?)(?:\*\/\s*-?\}\}(?<after>.*))?$/;
const closing = /^\s*\*\/\s*-?\}\}\s*$/;

/**
 * The comments of a template, a values file or a Chart.yaml that take out findings: of their own
 * line, and where they stand alone, of the next line that is not such a comment too. Rules are parted
 * by commas or blanks; the reason follows ` -- `.
 */
export function readIgnores(text: string): readonly InlineIgnore[] {
  if (!text.includes(word)) return [];
  const lines = text.split(/\r?\n/);
  const found = lines.map(readComment);
  const isPassedOver = (index: number): boolean =>
    found[index]?.isAlone === true || closing.test(lines[index] ?? '');
  return found.flatMap((each, index) => {
    if (each === undefined) return [];
    const { isAlone, rules, reason } = each;
    let next = index + 1;
    while (isPassedOver(next)) next += 1;
    const covers = isAlone ? [index + 1, next + 1] : [index + 1];
    return [{ line: index + 1, covers, rules, reason }];
  });
}

function readComment(
  line: string,
): (Pick<InlineIgnore, 'rules' | 'reason'> & { readonly isAlone: boolean }) | undefined {
  const match = line.includes(word) ? comment.exec(line) : null;
  if (match === null) return undefined;
  const { body = '', after = '' } = match.groups ?? {};
  const dashes = / --(?: |$)/.exec(body.replaceAll('\t', ' '));
  const rules = body.slice(0, dashes?.index);
  const reason = dashes === null ? '' : body.slice(dashes.index + dashes[0].length);
  return {
    rules: rules.split(/[\s,]+/).filter((rule) => rule !== ''),
    reason: reason.trim(),
    isAlone: line.slice(0, match.index).trim() === '' && after.trim() === '',
  };
}
