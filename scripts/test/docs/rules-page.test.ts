import { expect, test } from '@jest/globals';
import { rulesPage } from '../../docs/rules-page.ts';

const pipe = {
  id: 'schema/pipe',
  severity: 'error',
  summary: 'A pipe | or `<tag>` in <text>',
  reason: 'It breaks tables.',
  bad: 'a: |\n  b\n',
  good: 'a: b',
} as const;
const latest = { ...pipe, id: 'policy/latest', severity: 'warning', summary: 'Latest.' } as const;

test('rules are listed by group in a table that leads to their sections', () => {
  const page = rulesPage([pipe, latest]);
  expect(page.split('\n').filter((line) => line.startsWith('| ['))).toEqual([
    '| [`policy/latest`](#policylatest) | warning | Latest. |',
    '| [`schema/pipe`](#schemapipe) | error | A pipe \\| or `<tag>` in &lt;text>. |',
  ]);
  expect(page).toContain(`## schema/pipe

**error** · A pipe | or \`<tag>\` in &lt;text>.

It breaks tables.

Bad:

\`\`\`yaml
a: |
  b
\`\`\`

Good:

\`\`\`yaml
a: b
\`\`\``);
});
