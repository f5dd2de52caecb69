import { PreconditionError, VerdictError } from '@kube-delivery/shared/action/errors';
import { sendProbes } from '@kube-delivery/shared/http/send-probes';
import { releaseMark, revisionMark } from '@kube-delivery/shared/release/marks';
import { canaryPercent } from '@kube-delivery/shared/traffic/split';
import { differBeyondImages, imagesOf } from './images.ts';
import { writeSplit } from './move-traffic.ts';
import { ProbeTally } from './probe-tally.ts';
import { revisionOf } from './revision.ts';
import { deadlineIn } from './session.ts';
import type { Session } from './session.ts';
import type { ShiftRecord } from '@kube-delivery/shared/traffic/shift-record';
import { replicasOf } from './sides.ts';
import type { Sides } from './sides.ts';

/** Probes that show how the route answers before anything is moved. */
const baselineProbes = 30;
/** A data plane needs a moment to know a backend before requests may go there. */
const backendSettles = 2_000;

/** The record of a shift that is about to begin, or to be taken back before it has begun. */
export function firstRecord(session: Session, sides: Sides): ShiftRecord {
  const { context, keeper } = session;
  const { stable, canary } = sides;
  const workload = canary.workload;
  const annotations = workload?.metadata.annotations ?? {};
  const release = annotations[releaseMark];
  const revision = Number(annotations[revisionMark]);
  return {
    version: 1,
    phase: 'shifting',
    revision: workload === undefined ? '' : revisionOf(workload),
    weight: 0,
    step: 0,
    reason: '',
    deadline: deadlineIn(session, session.inputs.propagationTimeout),
    original: {
      split: keeper.split,
      owners: keeper.view.owners,
      stableReplicas: replicasOf(stable.workload),
      canaryReplicas: workload === undefined ? 0 : replicasOf(workload),
      stableImages: imagesOf(stable.workload),
    },
    canaryImages: workload === undefined ? {} : imagesOf(workload),
    workloads: {
      stable: stable.workload.metadata.name,
      canary: workload?.metadata.name ?? `${stable.workload.metadata.name}-canary`,
    },
    services: { stable: keeper.router.backends.stable, canary: keeper.router.backends.canary },
    ...(release === undefined || !Number.isSafeInteger(revision)
      ? {}
      : { release: { name: release, revision } }),
    run: keeper.run,
    startedAt: context.clock.now().toISOString(),
  };
}

/**
 * Begins a shift: looks at how the route answers so far, then writes the record and adds the
 * canary's backend at weight 0 in one write. Nobody's request goes to it yet.
 */
export async function beginShift(session: Session, sides: Sides): Promise<void> {
  const { context, keeper, signal } = session;
  const record = firstRecord(session, sides);
  if (canaryPercent(keeper.split) === undefined) {
    throw new PreconditionError('both weights of the route are 0, so nobody is served', {
      hint: 'Give the stable backend a weight first',
    });
  }
  warnOfDifferences(session, sides, record);
  if (canaryPercent(keeper.split) === 0) await checkBaseline(session);
  const { split } = keeper;
  await writeSplit(session, record, { ...split, canary: split.canary ?? 0 });
  if (split.canary === undefined) await context.clock.sleep(backendSettles, signal);
}

async function checkBaseline(session: Session): Promise<void> {
  const { context, inputs, prober, signal, versions } = session;
  if (prober === undefined || versions.learnt === undefined) return;
  const tally = new ProbeTally(versions.learnt);
  const pace = { rate: 10 * (inputs.probe?.rate ?? 1), count: baselineProbes };
  const add = (result: Parameters<ProbeTally['add']>[0]): void => {
    tally.add(result);
  };
  await sendProbes(prober, pace, context.clock, add, signal);
  if (tally.failed > 0 || tally.sides.stable === 0) {
    const what = tally.failed > 0 ? tally.describeFailures() : 'none told the stable version';
    throw new VerdictError(
      'held',
      `the route does not answer well before any traffic is moved: of ${baselineProbes} probes ${what}`,
      { hint: 'Check probe-url, probe-host and probe-version, and the stable side' },
    );
  }
}

function warnOfDifferences({ context }: Session, sides: Sides, record: ShiftRecord): void {
  const canary = sides.canary.workload;
  if (record.release !== undefined || canary === undefined) return;
  if (!differBeyondImages(sides.stable.workload, canary)) return;
  context.log.warning(
    `The pods of ${record.workloads.canary} differ from those of ${record.workloads.stable} by more than images; a promotion takes over the images only. Deploy canaries with strategy canary to promote whole releases.`,
  );
}
