import type { ActionResult } from '@kube-delivery/shared/action/action';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { Json } from '@kube-delivery/shared/json/json';
import { imagesOf } from '@kube-delivery/shared/manifests/replace-images';
import { countChanges } from '@kube-delivery/shared/release/release-plan';
import type { Ending } from './ending.ts';
import type { Inputs } from './inputs.ts';
import { workloadStates } from '@kube-delivery/shared/release/workload-state';
import { releaseUrl } from './release-url.ts';
import { reportOf } from './report.ts';
import { summaryOf } from './summary.ts';
import type { DeployVerdict } from './verdict.ts';

/** Tells an ending: outputs, report and summary. Reads how the workloads stand. */
export async function toResult(
  ending: Ending,
  session: {
    readonly inputs: Inputs;
    readonly cluster: Cluster;
    readonly signal: AbortSignal;
  },
): Promise<ActionResult<DeployVerdict>> {
  const { inputs, cluster, signal } = session;
  const references = ending.plan.objects.map(({ reference }) => reference);
  const workloads =
    ending.verdict === 'planned' ? [] : await workloadStates(cluster, references, signal);
  const declared = ending.objects ?? [];
  const outputs = {
    release: inputs.release,
    revision: textOf(ending.revision),
    'previous-revision': textOf(ending.previousRevision),
    changes: { ...countChanges(ending.plan, ending.deleted) },
    images: imagesOf(declared),
    workloads: workloads.map((workload) => ({ ...workload })),
    canary: ending.canary === undefined ? '' : namesOf(ending.canary),
    preview: ending.preview ?? '',
    url: releaseUrl(declared),
  } satisfies Record<string, Json>;
  return {
    verdict: ending.verdict,
    reason: ending.reason,
    ...(ending.hint === undefined ? {} : { hint: ending.hint }),
    outputs,
    report: reportOf(ending, outputs),
    summary: summaryOf(ending, inputs.release, outputs.workloads),
  };
}

function textOf(revision: number | undefined): string {
  return revision === undefined ? '' : String(revision);
}

function namesOf({ workload, service }: { readonly workload: string; readonly service: string }) {
  return { workload, service };
}
