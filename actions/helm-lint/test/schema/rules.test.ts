import { expect, test } from '@jest/globals';
import { rules, schemaRules } from '../../src/schema/rules.ts';

test.each(Object.entries(schemaRules))('%s is listed under its name', (name, rule) => {
  expect(rule.id).toBe(`schema/${name}`);
  expect(rules).toContain(rule);
  expect(rule.id).toMatch(/^schema\/[a-z]+(?:-[a-z]+)*$/);
  expect(rule.summary).toMatch(/^[A-Z].*\.$/);
  expect(rule.bad).not.toBe(rule.good);
});
