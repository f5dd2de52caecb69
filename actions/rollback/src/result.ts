import type { ActionResult } from '@kube-delivery/shared/action/action';
import { describeDiagnosis } from '@kube-delivery/shared/report/diagnosis';
import { blocks, code, inline, text } from '@kube-delivery/shared/report/markdown';
import { describePlan } from '@kube-delivery/shared/report/release-plan';
import { countChanges } from '@kube-delivery/shared/release/release-plan';
import { planReport } from '@kube-delivery/shared/release/plan-report';
import type { Ending } from './ending.ts';
import type { Subject } from './subject.ts';
import type { RollbackVerdict } from './verdict.ts';

/** Tells an ending: outputs, report and summary. */
export function toResult(ending: Ending, subject: Subject): ActionResult<RollbackVerdict> {
  const { verdict, reason, hint, from, to, plan, deleted, diagnoses = [] } = ending;
  const changes = { ...countChanges(plan, deleted) };
  const numbers = to === undefined ? '' : ` from revision ${from ?? '?'} to revision ${to}`;
  return {
    verdict,
    reason,
    ...(hint === undefined ? {} : { hint }),
    outputs: {
      'from-revision': from?.toString() ?? '',
      'to-revision': to?.toString() ?? '',
      changes,
    },
    report: {
      subject: nameOf(subject),
      fromRevision: from ?? null,
      toRevision: to ?? null,
      changes,
      ...planReport(plan, diagnoses),
    },
    summary: blocks(
      inline(code(nameOf(subject)), text(numbers)),
      describePlan(plan),
      ...diagnoses.map(describeDiagnosis),
    ),
  };
}

function nameOf(subject: Subject): string {
  switch (subject.kind) {
    case 'release':
    case 'helm-release':
      return `${subject.kind} ${subject.name}`;
    case 'workload':
      return `${subject.workload.kind} ${subject.workload.name}`;
  }
}
