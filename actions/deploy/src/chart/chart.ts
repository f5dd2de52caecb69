import { referenceTo } from '@kube-delivery/shared/manifests/manifest';
import { applyByHelm } from '@kube-delivery/shared/helm/apply-chart';
import type { PreparedChart } from '@kube-delivery/shared/helm/chart-source';
import type { HelmClient } from '@kube-delivery/shared/helm/helm-client';
import type { HelmRevision } from '@kube-delivery/shared/helm/helm-revision';
import { hooksFor } from '@kube-delivery/shared/helm/hook-events';
import { openHelm } from '@kube-delivery/shared/helm/open-helm';
import { revisionToGoBackTo } from '@kube-delivery/shared/helm/good-revision';
import { recoverPending } from '@kube-delivery/shared/helm/recover-pending';
import { hooksOf, objectsOf } from '@kube-delivery/shared/helm/rendered-release';
import { abandonLostRuns } from '@kube-delivery/shared/release/lost-runs';
import { factsOf } from '@kube-delivery/shared/release/release-record';
import type { HistoryFacts, ReleaseRecord } from '@kube-delivery/shared/release/release-record';
import type { Ending } from '../ending.ts';
import { newRecord } from '../new-record.ts';
import { endingOfRefusals } from '../refusals.ts';
import type { Session } from '../session.ts';
import type { ChartInputs } from '../source-inputs.ts';
import { endUnchanged } from '../unchanged.ts';
import { warnBeforehand } from '../warnings.ts';
import { makeDefinitions, missingDefinitions } from './definitions.ts';
import { endChartFailed, endChartGood } from './end-chart.ts';
import { helmHistoryLimit } from './helm-history-limit.ts';
import { locateHelm } from './helm-program.ts';
import { planChartRelease } from './plan-chart-release.ts';
import type { PlannedChart } from './plan-chart-release.ts';
import { previewChartRelease } from './preview-chart.ts';

/** What a run of a chart would do; takes no lock and writes nothing. */
export function previewChart(
  session: Session,
  inputs: ChartInputs,
  namespaceExists: boolean,
): Promise<Ending> {
  return withChart(session, inputs, (helm, chart) =>
    previewChartRelease(session, helm, chart, namespaceExists),
  );
}

/**
 * Deploys a chart as a release of Helm's, watches it, and has Helm go back when it is bad. The
 * release's lock is held.
 */
export function deployChart(session: Session, inputs: ChartInputs): Promise<Ending> {
  return withChart(session, inputs, async (helm, chart) => {
    const { history, signal } = session;
    const records = await history.list(signal);
    const facts = factsOf(records);
    const revisions = await recoverPending(session, helm, facts, {
      waitFor: session.inputs.lockTimeout,
      write: writeOptions(session),
    });
    const definitions = await missingDefinitions(session, helm, chart, revisions);
    if (definitions.length > 0) {
      const seen = await previewChartRelease(session, helm, chart, true);
      if (seen.verdict !== 'planned') return seen;
      await makeDefinitions(session, definitions);
    }
    const rendered = await helm.render(chart, signal);
    const planned = await planChartRelease(session, {
      rendered,
      helmMajor: helm.major,
      revisions,
    });
    const running = facts.running?.revision;
    const told = { objects: planned.objects, revision: running, previousRevision: running };
    const refused = endingOfRefusals(planned.plan);
    if (refused !== undefined) return { ...refused, ...told };
    if (facts.running !== undefined && planned.isRunning) {
      return { ...(await endUnchanged(session, planned.plan, told)), objects: planned.objects };
    }
    warnBeforehand({ ...session, objects: planned.objects });
    return bringOut(session, helm, { chart, facts, planned, records, revisions });
  });
}

interface Work {
  readonly chart: PreparedChart;
  readonly facts: HistoryFacts;
  readonly planned: PlannedChart;
  readonly records: readonly ReleaseRecord[];
  readonly revisions: readonly HelmRevision[];
}

async function bringOut(
  session: Session,
  helm: HelmClient,
  { chart, facts, planned, records, revisions }: Work,
): Promise<Ending> {
  const { context, history, inputs, signal } = session;
  const newest = revisions.at(-1);
  const record: ReleaseRecord = {
    ...newRecord(inputs, context, facts, planned.plan),
    helm: { revision: (newest?.revision ?? 0) + 1, chart: planned.release.chart },
  };
  await history.rehearse(record, signal);
  await abandonLostRuns(session, facts);
  await history.begin(record, signal);
  const isInstall = newest === undefined || newest.status === 'uninstalled';
  const failure = await applyByHelm(session, {
    name: 'upgrade',
    hooks: hooksFor(isInstall ? 'install' : 'upgrade', hooksOf(planned.release)),
    objects: objectsOf(planned.release).map(referenceTo),
    run: (deadline) =>
      helm.upgrade(chart, {
        ...writeOptions(session),
        ...deadline,
        force: planned.force,
        revision: record.revision,
        description: describeRun(session, record),
        replacement: planned.isAsRendered ? undefined : planned.release,
      }),
  });
  if (failure === undefined) {
    if (planned.release.notes.trim() !== '') context.log.quote(planned.release.notes.trim());
    return endChartGood(session, facts, record, planned);
  }
  const good = revisionToGoBackTo(facts, records, revisions);
  return endChartFailed(session, helm, { facts, record, planned, failure, good });
}

async function withChart(
  { cluster, context, inputs, release, signal }: Session,
  source: ChartInputs,
  work: (helm: HelmClient, chart: PreparedChart) => Promise<Ending>,
): Promise<Ending> {
  const program = await locateHelm(source.helm, context);
  const { connection } = inputs;
  const helm = openHelm({ program, release, cluster, connection, context });
  try {
    return await work(helm, await helm.prepare(source, signal));
  } finally {
    await helm.close();
  }
}

function writeOptions({ inputs, watching }: Session) {
  return { timeout: watching.timeout, historyLimit: helmHistoryLimit(inputs.historyLimit) };
}

/** Told by `helm history`. */
function describeRun({ context }: Session, { revision }: ReleaseRecord): string {
  const { runUrl, sha } = context.run;
  return [`kube-delivery revision ${revision}`, sha.slice(0, 12), runUrl]
    .filter((part) => part !== '')
    .join(' ');
}
