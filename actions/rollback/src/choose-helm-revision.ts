import type { HelmRevision } from '@kube-delivery/shared/helm/helm-revision';
import type { Aim } from './inputs.ts';

/** Where the rollback of a Helm release goes. */
export type HelmChoice =
  | { readonly kind: 'restore'; readonly from: number; readonly target: HelmRevision }
  | { readonly kind: 'unchanged'; readonly revision: number; readonly reason: string }
  | { readonly kind: 'nothing'; readonly reason: string };

/** What Helm calls revisions that were whole once. */
const whole: readonly HelmRevision['status'][] = ['deployed', 'superseded'];

/** What Helm describes the revision as that its rollback made. */
const rolledBack = /^Rollback to \d+/;

/**
 * Chooses Helm's revision to go back to: the one asked for, or the newest whole one before the newest;
 * where the newest failed, that is the one that is deployed. Where the deployed one is the result of a
 * rollback, nothing is to be done. Revisions that failed are never gone to.
 */
export function chooseHelmRevision(revisions: readonly HelmRevision[], to: Aim): HelmChoice {
  const newest = revisions.at(-1);
  if (newest === undefined)
    return { kind: 'nothing', reason: 'Helm knows no release of that name' };
  const good = revisions.filter(({ status }) => whole.includes(status));
  const numbers = good.map(({ revision }) => revision).join(', ');
  const runs = newest.status === 'deployed';
  if (to !== 'last-good') {
    const target = good.find(({ revision }) => revision === to);
    if (target === undefined) {
      const reason = `Helm keeps no whole revision ${to}; those that it keeps: ${numbers || 'none'}`;
      return { kind: 'nothing', reason };
    }
    if (target === newest && runs) {
      return { kind: 'unchanged', revision: to, reason: `Helm's revision ${to} is what runs` };
    }
    return { kind: 'restore', from: newest.revision, target };
  }
  if (runs && rolledBack.test(newest.description)) {
    const { revision } = newest;
    const reason = `Helm's revision ${revision} runs as the result of a rollback`;
    return { kind: 'unchanged', revision, reason };
  }
  const target = good.findLast(({ revision }) => revision < newest.revision);
  if (target !== undefined) return { kind: 'restore', from: newest.revision, target };
  const reason = `Helm keeps no whole revision before ${newest.revision}`;
  return { kind: 'nothing', reason };
}
