import type { Finding } from '../finding.ts';
import type { IgnoredFinding } from '../outcome.ts';
import type { InlineIgnore } from './inline-ignores.ts';

/** Parts findings into those that a comment with a reason takes out, and the others. */
export function separateIgnored(
  findings: readonly Finding[],
  ignoresOf: (file: string) => readonly InlineIgnore[],
): { readonly kept: readonly Finding[]; readonly ignored: readonly IgnoredFinding[] } {
  const kept: Finding[] = [];
  const ignored: IgnoredFinding[] = [];
  for (const finding of findings) {
    const ignore = ignoresOf(finding.file).find(
      ({ covers, reason, rules }) =>
        reason !== '' && covers.includes(finding.line) && rules.includes(finding.rule),
    );
    if (ignore === undefined) kept.push(finding);
    else ignored.push({ finding, reason: ignore.reason });
  }
  return { kept, ignored };
}
