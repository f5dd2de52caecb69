import type { Finding } from '../../src/finding.ts';

/** Findings as `rule file:line:column`, in their order. */
export function placesOf(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ rule, file, line, column }) => `${rule} ${file}:${line}:${column}`);
}
