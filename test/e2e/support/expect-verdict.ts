import { expect } from '@jest/globals';
import type { BundleRun } from '../../contract/support/run-bundle.ts';

/** Expects the verdict, and shows all that was printed where it is another one. */
export function expectVerdict({ outputs, stdout }: BundleRun, verdict: string): void {
  const shown = outputs.verdict === verdict ? '' : stdout;
  expect({ verdict: outputs.verdict, shown }).toEqual({ verdict, shown: '' });
}
