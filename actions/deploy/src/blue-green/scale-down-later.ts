import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { PostStep } from '@kube-delivery/shared/action/run-post';
import { connect } from '@kube-delivery/shared/cluster/connect';
import { readConnectionInputs } from '@kube-delivery/shared/cluster/connection-inputs';
import { finishScaleDown } from '@kube-delivery/shared/release/blue-green/scale-down';
import { ReleaseHistory } from '@kube-delivery/shared/release/release-history';
import { readReleaseName } from '@kube-delivery/shared/release/release-name';
import { factsOf } from '@kube-delivery/shared/release/release-record';
import { takeReleaseLock } from '@kube-delivery/shared/release/take-release-lock';

const deadlineKey = 'scaleDownAt';

/** Lets the post step of this job scale the colour that was left down, if its time has come by then. */
export function keepForLater(context: ActionContext, until: Date): void {
  context.keepForPost(deadlineKey, until.toISOString());
}

/**
 * Scales down the colour that this job's release left, where its time has passed at the end of the job.
 * Else the next deploy or rollback of the release does, or a rollback with `mode: finish`.
 */
export async function scaleDownLater({ context, kept, reader }: PostStep): Promise<void> {
  const until = kept(deadlineKey);
  if (until === undefined) return;
  const { clock, log, run, signal } = context;
  const connection = readConnectionInputs(reader, context);
  const release = readReleaseName(reader, run);
  reader.finish();
  if (clock.now() < new Date(until)) {
    log.info(
      `The old pods of release ${release} are kept until ${until}. The next deploy or rollback after that scales them down, or rollback with mode: finish.`,
    );
    return;
  }
  const cluster = await connect(connection, context);
  try {
    const lock = await takeReleaseLock(cluster, release, 0, context);
    try {
      const history = new ReleaseHistory(cluster, release, clock);
      await finishScaleDown({ cluster, context, signal }, factsOf(await history.list(signal)));
    } finally {
      await lock.release();
    }
  } finally {
    await cluster.close();
  }
}
