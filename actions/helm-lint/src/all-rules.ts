import { rules as chartRules } from './charts/rules.ts';
import { rules as checkRules } from './checks/rules.ts';
import { rules as policyRules } from './policies/rules.ts';
import { rules as templateRules } from './renders/rules.ts';
import { rules as reportRules } from './report/rules.ts';
import type { Rule } from './rules.ts';
import { rules as schemaRules } from './schema/rules.ts';

/** Every rule that a finding may have, in the order of the docs. */
export const allRules: readonly Rule[] = [
  ...chartRules,
  ...checkRules,
  ...templateRules,
  ...schemaRules,
  ...policyRules,
  ...reportRules,
];
