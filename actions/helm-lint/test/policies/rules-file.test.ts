import { describe, expect, test } from '@jest/globals';
import { parseRulesFile } from '../../src/policies/rules-file.ts';
import { rules } from '../../src/policies/rules.ts';

describe('what a rules file says', () => {
  test.each<[string, string, string, Record<string, string>]>([
    ['only rules', 'rules:\n  policy/pre-stop: off\n', 'recommended', { 'policy/pre-stop': 'off' }],
    [
      'all three levels',
      'rules:\n  policy/pre-stop: error\n  policy/image-latest: "off"\n  policy/selector-mismatch: warning\n',
      'recommended',
      {
        'policy/pre-stop': 'error',
        'policy/image-latest': 'off',
        'policy/selector-mismatch': 'warning',
      },
    ],
    [
      'rules beside a base',
      'extends: strict\npolicy/pre-stop: off\n',
      'strict',
      { 'policy/pre-stop': 'off' },
    ],
    ['a base', 'extends: strict\n', 'strict', {}],
    ['empty rules', 'extends: none\nrules:\n', 'none', {}],
    ['JSON', '{"rules": {"policy/pre-stop": "off"}}', 'recommended', { 'policy/pre-stop': 'off' }],
  ])('%s', (_, text, base, levels) => {
    const file = parseRulesFile(text, rules);
    expect(file.problems).toEqual([]);
    expect(file.base).toBe(base);
    expect(Object.fromEntries(file.levels)).toEqual(levels);
  });
});

describe('what is wrong with a rules file', () => {
  test.each<[string, string, number, string]>([
    [
      'an unknown rule',
      'rules:\n  policy/image-latest: off\n  policy/image-lastet: off',
      3,
      'there is no rule policy/image-lastet (did you mean policy/image-latest?)',
    ],
    [
      'a rule without its group',
      'rules: {image-latest: off}',
      1,
      'there is no rule image-latest (did you mean policy/image-latest?)',
    ],
    [
      'a rule that is like none',
      'rules: {policy/wallpaper-colour: off}',
      1,
      'there is no rule policy/wallpaper-colour; RULES.md lists all',
    ],
    [
      'an unknown level',
      'rules: {policy/pre-stop: fatal}',
      1,
      'policy/pre-stop is "fatal"; allowed are error, warning, off',
    ],
    [
      'a boolean',
      'rules: {policy/pre-stop: false}',
      1,
      'policy/pre-stop is false; allowed are error, warning, off',
    ],
    [
      'an unknown base',
      'extends: loose',
      1,
      'extends is "loose"; allowed are none, recommended, strict',
    ],
    [
      'an unknown rule beside rules',
      'policy/prestop: off',
      1,
      'there is no rule policy/prestop (did you mean policy/pre-stop?)',
    ],
    [
      'a misspelt field',
      'rule: {policy/pre-stop: off}',
      1,
      'rule is no field of a rules file, which has extends and rules (did you mean rules?)',
    ],
    [
      'a list',
      'rules:\n  - policy/pre-stop\n',
      2,
      'rules is no map of rules to error, warning or off',
    ],
    ['text', 'strict', 1, 'is no map with rules, as rules: {policy/pre-stop: off}'],
    ['nothing', '', 1, 'is no map with rules, as rules: {policy/pre-stop: off}'],
    [
      'two documents',
      'rules: {}\n---\nrules: {}\n',
      3,
      'a second document is not read; take it out',
    ],
  ])('%s', (_, text, line, message) => {
    expect(parseRulesFile(text, rules).problems).toEqual([{ line, message }]);
  });

  test('broken YAML', () => {
    const [problem, ...others] = parseRulesFile('rules:\n  a: [b\n', rules).problems;
    expect(problem?.message).toContain('is not valid YAML');
    expect(others).toEqual([]);
  });

  test('all problems at once', () => {
    const text = 'extends: loose\nrules:\n  policy/pre-stop: fatal\n  policy/none: off\n';
    const { levels, problems } = parseRulesFile(text, rules);
    expect(problems.map(({ line }) => line).sort()).toEqual([1, 3, 4]);
    expect([...levels]).toEqual([]);
  });
});
