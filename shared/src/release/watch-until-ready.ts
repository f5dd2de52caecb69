import { describeReference } from '../cluster/api-error.ts';
import { awaitReady } from '../cluster/await-ready.ts';
import type { Graces } from '../cluster/diagnosis/cause.ts';
import type { ObjectReference } from '../cluster/kube-object.ts';
import type { Deadline } from '../time/deadline.ts';
import type { Failure } from './failure.ts';
import type { ReleaseWork } from './release-work.ts';
import { watchedObjects } from './watched-objects.ts';

/** Waits, at most until the deadline, until those of the objects that can be ready are. */
export async function watchUntilReady(
  { cluster, context, signal, watching }: ReleaseWork,
  references: readonly ObjectReference[],
  deadline: Deadline,
  graces: Partial<Graces> = {},
): Promise<Failure | undefined> {
  const end = await awaitReady(cluster, watchedObjects(references), {
    signal,
    timeout: deadline.remaining(),
    failFast: watching.failFast,
    logLines: watching.logLines,
    clock: context.clock,
    log: context.log,
    graces,
  });
  if (end.ready) return undefined;
  const [first, ...others] = end.diagnoses;
  const more = others.map(({ object }) => describeReference(object)).join(', ');
  return {
    reason: `${first?.reason ?? 'not ready'}${more === '' ? '' : ` (also not ready: ${more})`}`,
    ...(first === undefined ? {} : { hint: first.hint }),
    diagnoses: end.diagnoses,
  };
}
