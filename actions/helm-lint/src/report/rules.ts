import type { Rule } from '../rules.ts';

/** A comment that ignores a finding and does not say why. */
export const noReason: Rule = {
  id: 'ignore/no-reason',
  severity: 'warning',
  summary: 'A comment ignores a finding without giving a reason; it does not count.',
  reason: 'Nobody can tell later whether the exception still holds.',
  bad: `# helm-lint: ignore policy/image-latest
image: registry.example/tools/debug:latest`,
  good: `# helm-lint: ignore policy/image-latest -- only ever started by hand
image: registry.example/tools/debug:latest`,
};

/** A comment that names no rule that there is. */
export const unknownRule: Rule = {
  id: 'ignore/unknown-rule',
  severity: 'warning',
  summary: 'A comment ignores a rule that does not exist.',
  reason: 'The comment does nothing, and the finding it was written for still counts.',
  bad: `# helm-lint: ignore policy/image-newest -- only ever started by hand
image: registry.example/tools/debug:latest`,
  good: `# helm-lint: ignore policy/image-latest -- only ever started by hand
image: registry.example/tools/debug:latest`,
};

/** The rules about what is written for this action itself. */
export const rules: readonly Rule[] = [noReason, unknownRule];
