import type { PreparedChart } from '@kube-delivery/shared/helm/chart-source';
import type { HelmClient } from '@kube-delivery/shared/helm/helm-client';
import { helmHistoryLimit } from '@kube-delivery/shared/helm/helm-history-limit';
import { locateHelm } from '@kube-delivery/shared/helm/helm-program';
import { openHelm } from '@kube-delivery/shared/helm/open-helm';
import { recoverPending } from '@kube-delivery/shared/helm/recover-pending';
import { factsOf } from '@kube-delivery/shared/release/release-record';
import type { Ending } from '../ending.ts';
import { endingOfRefusals } from '../refusals.ts';
import type { Session } from '../session.ts';
import type { ChartInputs } from '../source-inputs.ts';
import { endUnchanged } from '../unchanged.ts';
import { warnBeforehand } from '../warnings.ts';
import { bringOut } from './bring-out.ts';
import { makeDefinitions, missingDefinitions } from './definitions.ts';
import { planChartRelease } from './plan-chart-release.ts';
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
    const { history, signal, watching } = session;
    const records = await history.list(signal);
    const facts = factsOf(records);
    const revisions = await recoverPending(session, helm, facts, {
      waitFor: session.inputs.lockTimeout,
      write: {
        timeout: watching.timeout,
        historyLimit: helmHistoryLimit(session.inputs.historyLimit),
      },
    });
    const definitions = await missingDefinitions(session, helm, chart, revisions);
    if (definitions.length > 0) {
      const seen = await previewChartRelease(session, helm, chart, true);
      if (seen.verdict !== 'planned') return seen;
      await makeDefinitions(session, definitions);
    }
    const rendered = await helm.render(chart, signal);
    const state = { rendered, helmMajor: helm.major, facts, revisions };
    const planned = await planChartRelease(session, state);
    const running = facts.running?.revision;
    const told = { objects: planned.objects, revision: running, previousRevision: running };
    const refused = endingOfRefusals(planned.plan);
    if (refused !== undefined) return { ...refused, ...told };
    if (facts.running !== undefined && planned.isRunning) {
      return { ...(await endUnchanged(session, planned.plan, told)), objects: planned.objects };
    }
    warnBeforehand({ ...session, objects: planned.objects });
    return bringOut(session, helm, { chart, planned, records, state });
  });
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
