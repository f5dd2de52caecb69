import type { PreparedChart } from '@kube-delivery/shared/helm/chart-source';
import type { HelmClient } from '@kube-delivery/shared/helm/helm-client';
import type { HelmRevision } from '@kube-delivery/shared/helm/helm-revision';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { referenceTo } from '@kube-delivery/shared/manifests/manifest';
import { applyPlan } from '@kube-delivery/shared/release/apply-plan';
import { planRelease } from '@kube-delivery/shared/release/plan-release';
import { startDeadline } from '@kube-delivery/shared/time/deadline';
import type { Session } from '../session.ts';

/**
 * The CustomResourceDefinitions of a chart that its installation would make. An upgrade leaves them as
 * they are, as Helm does.
 */
export async function missingDefinitions(
  { cluster, signal }: Session,
  helm: HelmClient,
  chart: PreparedChart,
  revisions: readonly HelmRevision[],
): Promise<readonly KubeObject[]> {
  const isInstalled = revisions.some(({ status }) => status !== 'uninstalled');
  if (isInstalled) return [];
  const definitions = await helm.definitions(chart, signal);
  const live = await Promise.all(
    definitions.map((definition) => cluster.read(referenceTo(definition), signal)),
  );
  return definitions.filter((_, index) => live[index] === undefined);
}

/**
 * Makes definitions and waits until they are served: before, neither Helm nor the server can say
 * anything of the objects of their kinds.
 */
export async function makeDefinitions(
  { cluster, context, inputs, signal, watching }: Session,
  definitions: readonly KubeObject[],
): Promise<void> {
  const plan = await planRelease(cluster, definitions, { force: false }, signal);
  const what = 'making the CustomResourceDefinitions of the chart';
  const deadline = startDeadline(context.clock, watching.timeout, what, signal);
  try {
    await applyPlan(cluster, plan, {
      release: inputs.release,
      run: context.run,
      clock: context.clock,
      signal: deadline.signal,
      onApplied: ({ reference }) => {
        context.log.info(`create: ${reference.kind} ${reference.name}`);
      },
    });
  } finally {
    deadline.cancel();
  }
}
