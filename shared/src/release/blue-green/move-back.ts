import type { ReleaseWork } from '../release-work.ts';
import type { BlueGreenRecord } from './blue-green-record.ts';
import { moveService } from './move-service.ts';

/**
 * Lets every Service that a revision moved, or was about to move, select by what it did before, with the
 * ports it had, each in one write. Those that are there are not written; those that the revision brought
 * stay.
 */
export async function moveBack(
  work: Pick<ReleaseWork, 'cluster' | 'context' | 'signal'>,
  { moved, namespace }: Pick<BlueGreenRecord, 'moved' | 'namespace'>,
): Promise<void> {
  for (const { before, name, selector } of moved) {
    if (before === undefined) continue;
    await moveService(work, {
      service: { apiVersion: 'v1', kind: 'Service', namespace, name },
      from: selector,
      to: before.selector,
      ports: before.ports,
    });
  }
}
