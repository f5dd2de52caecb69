import { expect, test } from '@jest/globals';
import { checkIgnores } from '../../src/report/check-ignores.ts';
import { readIgnores } from '../../src/report/inline-ignores.ts';

const place = { chart: 'charts/web', file: 'charts/web/values.yaml' };
const known = ['policy/image-latest', 'policy/probes'];

function check(line: string) {
  return checkIgnores(place, readIgnores(`a: 1\n${line}\n`), known);
}

test('a comment with rules and a reason is right', () => {
  expect(check('# helm-lint: ignore policy/image-latest, policy/probes -- by hand')).toEqual([]);
});

test.each([
  [
    '# helm-lint: ignore policy/probes',
    'ignore/no-reason',
    'the comment has no reason for ignoring policy/probes, so it does not count',
  ],
  [
    '# helm-lint: ignore policy/prob -- no port',
    'ignore/unknown-rule',
    'there is no rule "policy/prob" (did you mean policy/probes?)',
  ],
  [
    '# helm-lint: ignore -- no port',
    'ignore/unknown-rule',
    'the comment names no rule, so it does not count',
  ],
])('%s', (line, rule, message) => {
  expect(check(line)).toEqual([
    expect.objectContaining({ ...place, rule, message, line: 2, severity: 'warning' }),
  ]);
});
