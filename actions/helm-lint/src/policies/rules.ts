import type { Rule } from '../rules.ts';
import { allPolicies } from './all-policies.ts';
import { imageTagsDiffer } from './images/image-tags-differ.ts';
import { secretInValues } from './values/secret-in-values.ts';

/** The rules of this folder: what Kubernetes takes, and a release should still not have. */
export const rules: readonly Rule[] = [
  ...allPolicies.map(({ rule }) => rule),
  imageTagsDiffer,
  secretInValues,
];
