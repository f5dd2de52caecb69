import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import type { Finding } from '../finding.ts';
import type { InlineIgnore } from './inline-ignores.ts';
import { noReason, unknownRule } from './rules.ts';

const example = '# helm-lint: ignore policy/image-latest -- why';

/** What is wrong with the comments of one file that take out findings. */
export function checkIgnores(
  { chart, file }: Pick<Finding, 'chart' | 'file'>,
  ignores: readonly InlineIgnore[],
  knownRules: readonly string[],
): readonly Finding[] {
  return ignores.flatMap(({ line, rules, reason }) => {
    const place = { chart, file, line, column: 1, renders: [], object: '', path: '' };
    const strangers = rules.filter((rule) => !knownRules.includes(rule));
    return [
      ...(rules.length === 0
        ? [
            {
              ...place,
              rule: unknownRule.id,
              severity: unknownRule.severity,
              message: 'the comment names no rule, so it does not count',
              hint: `Write ${example}`,
            },
          ]
        : []),
      ...(reason === '' && rules.length > 0
        ? [
            {
              ...place,
              rule: noReason.id,
              severity: noReason.severity,
              message: `the comment has no reason for ignoring ${rules.join(', ')}, so it does not count`,
              hint: `Write the reason behind two dashes: ${example}`,
            },
          ]
        : []),
      ...strangers.map((stranger) => ({
        ...place,
        rule: unknownRule.id,
        severity: unknownRule.severity,
        message: `there is no rule ${JSON.stringify(stranger)}${suggestion(stranger, knownRules)}`,
        hint: 'Take the rule from the finding that is to be ignored',
      })),
    ];
  });
}
