import type { Aim } from './inputs.ts';
import type { WorkloadHistory, WorkloadRevision } from './workload-revisions.ts';

/** Where the rollback of a workload goes. */
export type WorkloadChoice =
  | { readonly kind: 'restore'; readonly from: number; readonly target: WorkloadRevision }
  | { readonly kind: 'unchanged'; readonly revision: number; readonly reason: string }
  | { readonly kind: 'nothing'; readonly reason: string };

/**
 * Chooses the revision of a workload to go back to: the one asked for, or the newest before the present
 * one. Kubernetes does not record which were good. Where the present one is what an earlier rollback
 * (`takenBackTo`, its hash) went to, nothing is to be done.
 */
export function chooseWorkloadRevision(
  { current, revisions }: WorkloadHistory,
  to: Aim,
  takenBackTo: string | undefined,
): WorkloadChoice {
  const present = revisions.find(({ hash }) => hash === current) ?? revisions.at(-1);
  if (present === undefined) return { kind: 'nothing', reason: 'it has no revisions' };
  const numbers = revisions.map(({ number }) => number).join(', ');
  const unchanged = (reason: string): WorkloadChoice => ({
    kind: 'unchanged',
    revision: present.number,
    reason,
  });
  if (to !== 'last-good') {
    const target = revisions.find(({ number }) => number === to);
    if (target === undefined) {
      return { kind: 'nothing', reason: `revision ${to} is not kept; there are ${numbers}` };
    }
    if (target === present) return unchanged(`revision ${to} is what runs`);
    return { kind: 'restore', from: present.number, target };
  }
  if (takenBackTo !== undefined && takenBackTo === present.hash) {
    return unchanged(`revision ${present.number} runs as the result of a rollback`);
  }
  const target = revisions.findLast(({ number }) => number < present.number);
  if (target !== undefined) return { kind: 'restore', from: present.number, target };
  return { kind: 'nothing', reason: `there is no revision before ${present.number}, which runs` };
}
