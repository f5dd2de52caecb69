import { stringAt } from '@kube-delivery/shared/json/json';
import type { ActivityRun } from '../journal/journal.ts';
import type { Verdict } from '../verdict.ts';
import { failureOf } from './failure.ts';

/** What is true of a run. */
export interface Finding {
  readonly verdict: Verdict | 'interrupted';
  /** One sentence without a full stop. */
  readonly reason: string;
  /** What the user can do. */
  readonly hint?: string;
}

/** The name of an entry's activity, in quotes. */
export function nameOf(entry: ActivityRun): string {
  return JSON.stringify(stringAt(entry.activity, 'name') ?? '');
}

/** Why an entry's activity did not succeed. */
export function whyOf(entry: ActivityRun): string {
  return failureOf(entry) ?? 'it was cut short';
}
