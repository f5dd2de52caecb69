import path from 'node:path';
import { writeOutputFile } from '@kube-delivery/shared/files/output-file';
import type { Outcome } from './outcome.ts';
import { junitOf } from './report/junit.ts';
import { sarifOf } from './report/sarif.ts';
import type { Rule } from './rules.ts';
import type { FailOn } from './verdict.ts';

/** Files to write, relative to the workspace, as the inputs give them. */
export interface WrittenFiles {
  readonly sarif: string | undefined;
  readonly junit: string | undefined;
}

/** Writes the files that were asked for. Throws a PreconditionError for one that cannot be written. */
export function writeFiles(
  { sarif, junit }: WrittenFiles,
  { charts, findings }: Outcome,
  {
    failOn,
    rules,
    workspace,
  }: {
    readonly failOn: FailOn;
    readonly rules: readonly Rule[];
    readonly workspace: string;
  },
): void {
  if (sarif !== undefined) {
    const log = JSON.stringify(sarifOf(findings, rules), undefined, 2);
    writeOutputFile(path.resolve(workspace, sarif), `${log}\n`);
  }
  if (junit !== undefined) {
    writeOutputFile(path.resolve(workspace, junit), junitOf(charts, findings, failOn));
  }
}
