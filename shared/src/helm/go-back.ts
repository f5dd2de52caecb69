import { referenceTo } from '../manifests/manifest.ts';
import type { Failure } from '../release/failure.ts';
import type { ReleaseWork } from '../release/release-work.ts';
import { applyByHelm } from './apply-chart.ts';
import type { HelmClient } from './helm-client.ts';
import type { HelmRevision } from './helm-revision.ts';
import { hooksFor } from './hook-events.ts';
import { hooksOf, objectsOf } from './rendered-release.ts';
import { documentsOf } from './same-release.ts';

/**
 * Has Helm go back to a revision, whoever owns its fields by now, and waits until all of it is ready.
 * Gives what went wrong, or undefined when it runs again.
 */
export async function goBackByHelm(
  work: ReleaseWork,
  helm: HelmClient,
  to: HelmRevision,
  historyLimit: number,
): Promise<Failure | undefined> {
  const documents = documentsOf(to) ?? [];
  return applyByHelm(work, {
    name: 'rollback',
    hooks: hooksFor('rollback', hooksOf({ documents })),
    objects: objectsOf({ documents }).map(referenceTo),
    run: ({ signal, timeout }) =>
      helm.rollback(to.revision, {
        signal,
        timeout,
        force: to.appliedBy === 'server',
        historyLimit,
        hooks: true,
      }),
  });
}
