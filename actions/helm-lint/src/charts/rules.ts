import type { Rule } from '../rules.ts';

/** Helm cannot load the chart. */
export const notLoadable: Rule = {
  id: 'chart/not-loadable',
  severity: 'error',
  summary: 'Helm cannot load the chart.',
  reason: 'Nothing of the chart can be rendered, so that nothing else of it is checked.',
  bad: 'apiVersion: v2\nname: shop\nversion: latest',
  good: 'apiVersion: v2\nname: shop\nversion: 1.4.0',
};

/** A values file that Helm cannot read. */
export const valuesUnreadable: Rule = {
  id: 'values/unreadable',
  severity: 'error',
  summary: 'A values file is not a YAML map.',
  reason: 'Helm stops at it, and no render that takes the file can be made.',
  bad: 'image:\n  tag: v1\n   pullPolicy: Always',
  good: 'image:\n  tag: v1\n  pullPolicy: Always',
};

/** The rules of this folder. */
export const rules: readonly Rule[] = [notLoadable, valuesUnreadable];
