import type { PreparedChart } from '@kube-delivery/shared/helm/chart-source';
import type { HelmClient } from '@kube-delivery/shared/helm/helm-client';
import type { HelmRevision } from '@kube-delivery/shared/helm/helm-revision';
import type { RenderedRelease } from '@kube-delivery/shared/helm/rendered-release';
import { factsOf } from '@kube-delivery/shared/release/release-record';
import type { Ending } from '../ending.ts';
import { endingOfRefusals } from '../refusals.ts';
import { recreate } from '../recreate/recreate.ts';
import { rolling } from '../rolling.ts';
import type { Session } from '../session.ts';
import { missingDefinitions } from './definitions.ts';
import { planChartRelease } from './plan-chart-release.ts';

/** What deploying a chart would change, as verdict `planned` or `failed`. Writes nothing. */
export async function previewChartRelease(
  session: Session,
  helm: HelmClient,
  chart: PreparedChart,
  namespaceExists: boolean,
): Promise<Ending> {
  const { cluster, history, signal } = session;
  const [records, revisions] = namespaceExists
    ? await Promise.all([history.list(signal), helm.history(signal)])
    : [[], []];
  const facts = factsOf(records);
  const planned = await planChartRelease(session, {
    facts,
    rendered: await renderUnwritten(session, helm, chart, revisions),
    helmMajor: helm.major,
    revisions,
    comingNamespaces: namespaceExists ? [] : [cluster.namespace],
  });
  const { deleted, objects, plan } = planned;
  const refused = endingOfRefusals(plan);
  if (refused !== undefined) return { ...refused, objects, verdict: 'failed' };
  const rollout = session.inputs.strategy === 'recreate' ? recreate : rolling;
  const ending = await rollout.preview(session, facts, plan);
  return { ...ending, objects, deleted: deleted.length };
}

/** Helm itself only says what it would do where it could do it at once. */
async function renderUnwritten(
  session: Session,
  helm: HelmClient,
  chart: PreparedChart,
  revisions: readonly HelmRevision[],
): Promise<RenderedRelease> {
  const { signal } = session;
  const missing = await missingDefinitions(session, helm, chart, revisions);
  if (missing.length > 0) {
    return helm.template(chart, { signal, isUpgrade: false, offline: true });
  }
  const isUnderWay = revisions.at(-1)?.status.startsWith('pending-') === true;
  if (!isUnderWay) return helm.render(chart, signal);
  session.context.log.notice(
    'Helm is at work on this release, or was killed there; what it has done so far is planned upon.',
  );
  return helm.template(chart, { signal, isUpgrade: true, offline: false });
}
