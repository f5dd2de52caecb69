import type { Log } from '@kube-delivery/shared/action/log';
import type { Finding, Severity } from '../finding.ts';
import { findingSentences, placeText } from './finding-text.ts';

/**
 * GitHub shows ten annotations of each kind of a step and drops the others unseen. The last error is
 * the one with the verdict.
 */
const most: Readonly<Record<Severity, number>> = { error: 9, warning: 10, notice: 10 };

/** Findings that get an annotation, and the others, each in the order given. */
export interface Shown {
  readonly annotated: readonly Finding[];
  readonly rest: readonly Finding[];
}

/** Chooses what is annotated: of each severity the first ones. */
export function chooseAnnotated(
  findings: readonly Finding[],
  limits: Readonly<Record<Severity, number>> = most,
): Shown {
  const left = { ...limits };
  const annotated: Finding[] = [];
  const rest: Finding[] = [];
  for (const finding of findings) {
    left[finding.severity] -= 1;
    (left[finding.severity] >= 0 ? annotated : rest).push(finding);
  }
  return { annotated, rest };
}

/** Tells every finding in the log: as an annotation where GitHub shows one, else as a line. */
export function annotate(findings: readonly Finding[], log: Log): void {
  const { annotated, rest } = chooseAnnotated(findings);
  for (const finding of annotated) {
    const { column, file, line, rule, severity } = finding;
    log.annotate(severity, findingSentences(finding), { file, line, column, title: rule });
  }
  for (const finding of rest) {
    const { rule, severity } = finding;
    log.info(`${placeText(finding)}: ${severity}: ${rule}: ${findingSentences(finding)}`);
  }
}
