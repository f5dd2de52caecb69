import { referenceTo } from '@kube-delivery/shared/manifests/manifest';
import type { PreparedChart } from '@kube-delivery/shared/helm/chart-source';
import type { HelmClient } from '@kube-delivery/shared/helm/helm-client';
import { helmHistoryLimit } from '@kube-delivery/shared/helm/helm-history-limit';
import { hooksFor } from '@kube-delivery/shared/helm/hook-events';
import { hooksOf, objectsOf } from '@kube-delivery/shared/helm/rendered-release';
import { runHelmStep } from '@kube-delivery/shared/helm/run-helm-step';
import { withinTimeout } from '@kube-delivery/shared/release/attempt';
import { describeRefusal } from '@kube-delivery/shared/release/describe-refusal';
import type { Failure } from '@kube-delivery/shared/release/failure';
import { beginRevision } from '@kube-delivery/shared/release/lost-runs';
import { runMigrations } from '@kube-delivery/shared/release/migrations/run-migrations';
import type { ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import { scaleDown } from '@kube-delivery/shared/release/scale/scale-down';
import { leftDown, scaleUp } from '@kube-delivery/shared/release/scale/scale-up';
import { takenDown } from '@kube-delivery/shared/release/scale/scaled-workload';
import { watchUntilReady } from '@kube-delivery/shared/release/watch-until-ready';
import type { Deadline } from '@kube-delivery/shared/time/deadline';
import type { Ending } from '../ending.ts';
import { newRecord } from '../new-record.ts';
import { prepareRecreate } from '../recreate/prepare-recreate.ts';
import { whileDown } from '../recreate/while-down.ts';
import type { Session } from '../session.ts';
import { endChartFailed, endChartGood } from './end-chart.ts';
import { planChartRelease } from './plan-chart-release.ts';
import type { ChartState, PlannedChart } from './plan-chart-release.ts';

/** A chart that the server would take. */
export interface ChartWork {
  readonly chart: PreparedChart;
  readonly planned: PlannedChart;
  readonly records: readonly ReleaseRecord[];
  /** What it was planned from. */
  readonly state: ChartState;
}

/** Brings a chart out as a new revision: rolling, or with its workloads taken down before. */
export async function bringOut(
  session: Session,
  helm: HelmClient,
  work: ChartWork,
): Promise<Ending> {
  const { context, inputs } = session;
  const { planned, state } = work;
  const { facts, revisions } = state;
  const prepared =
    inputs.strategy === 'recreate'
      ? await prepareRecreate(session, facts, planned.plan)
      : { takenDown: [], goOn: [] };
  if ('verdict' in prepared) return { ...prepared, objects: planned.objects };
  const newest = revisions.at(-1)?.revision ?? 0;
  const record: ReleaseRecord = {
    ...newRecord(inputs, context, facts, planned.plan),
    helm: { revision: newest + 1, chart: planned.release.chart },
    ...(prepared.takenDown.length === 0 ? {} : { scaledDown: prepared.takenDown }),
  };
  for (const sentence of prepared.goOn) context.log.warning(sentence);
  await beginRevision(session, facts, record);
  const write = async (onDown: () => void): Promise<Ending> => {
    const failure = await withinTimeout(session, (deadline) =>
      writeChart(session, helm, { ...work, record, onDown }, deadline),
    );
    return failure === undefined
      ? endChartGood(session, helm, { ...work, record })
      : endChartFailed(session, helm, { ...work, record, failure });
  };
  if (prepared.takenDown.length === 0) return write(() => undefined);
  return whileDown(session, record, facts, (downtime) =>
    write(() => {
      downtime.watch();
    }),
  );
}

interface Writing extends ChartWork {
  readonly record: ReleaseRecord;
  /** Called when what is taken down is down, or could not be. */
  readonly onDown: () => void;
}

/** Takes down what is to be, runs migrations, has Helm upgrade, brings up what Helm left down. */
async function writeChart(
  session: Session,
  helm: HelmClient,
  { chart, onDown, planned, record, state }: Writing,
  deadline: Deadline,
): Promise<Failure | undefined> {
  const { watching } = session;
  const down = takenDown([record, ...state.facts.astray]);
  const present = (await takeDown(session, { down: record.scaledDown, onDown }, deadline))
    ? await planChartRelease(session, state)
    : planned;
  const [refusal] = present.plan.refusals;
  if (refusal !== undefined) return { reason: describeRefusal(refusal), diagnoses: [] };
  const failure =
    (await runMigrations(session, planned.plan, deadline)) ??
    (await upgrade(session, helm, { chart, present, record, state }, deadline));
  if (failure !== undefined) return failure;
  await scaleUp(session, leftDown(present.plan, down, { asBefore: false }), deadline);
  if (!watching.wait) return undefined;
  return watchUntilReady(session, objectsOf(present.release).map(referenceTo), deadline);
}

/** Whether anything was taken down, so that the cluster is another one than was planned for. */
async function takeDown(
  session: Session,
  {
    down = [],
    onDown,
  }: { readonly down: ReleaseRecord['scaledDown']; readonly onDown: () => void },
  deadline: Deadline,
): Promise<boolean> {
  try {
    const references = down.map(({ reference }) => reference);
    await scaleDown(session, references, deadline);
  } finally {
    onDown();
  }
  return down.length > 0;
}

async function upgrade(
  session: Session,
  helm: HelmClient,
  {
    chart,
    present,
    record,
    state,
  }: Pick<Writing, 'chart' | 'record' | 'state'> & { readonly present: PlannedChart },
  deadline: Deadline,
): Promise<Failure | undefined> {
  const { force, isAsRendered, release } = present;
  const newest = state.revisions.at(-1);
  const isInstall = newest === undefined || newest.status === 'uninstalled';
  const failure = await runHelmStep(
    session,
    {
      name: 'upgrade',
      hooks: hooksFor(isInstall ? 'install' : 'upgrade', hooksOf(release)),
      run: (limits) =>
        helm.upgrade(chart, {
          ...limits,
          force,
          historyLimit: helmHistoryLimit(session.inputs.historyLimit),
          revision: record.revision,
          description: describeRun(session, record),
          replacement: isAsRendered ? undefined : release,
        }),
    },
    deadline,
  );
  const notes = release.notes.trim();
  if (failure === undefined && notes !== '') session.context.log.quote(notes);
  return failure;
}

/** Told by `helm history`. */
function describeRun({ context }: Session, { revision }: ReleaseRecord): string {
  const { runUrl, sha } = context.run;
  return [`kube-delivery revision ${revision}`, sha.slice(0, 12), runUrl]
    .filter((part) => part !== '')
    .join(' ');
}
