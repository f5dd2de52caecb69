import type { ActionResult } from '@kube-delivery/shared/action/action';
import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { Json } from '@kube-delivery/shared/json/json';
import { imagesOf } from '@kube-delivery/shared/manifests/replace-images';
import { failureOf } from '@kube-delivery/shared/release/failure';
import { countChanges } from '@kube-delivery/shared/release/release-plan';
import { workloadStates } from '@kube-delivery/shared/release/workload-state';
import type { WorkloadState } from '@kube-delivery/shared/release/workload-state';
import { startDeadline } from '@kube-delivery/shared/time/deadline';
import type { Ending } from './ending.ts';
import type { Inputs } from './inputs.ts';
import { releaseUrl } from './release-url.ts';
import { reportOf } from './report.ts';
import { summaryOf } from './summary.ts';
import type { DeployVerdict } from './verdict.ts';

const longestLook = 10_000;

/** Where an ending is told. */
interface Teller {
  readonly inputs: Inputs;
  readonly cluster: Cluster;
  readonly context: Pick<ActionContext, 'clock' | 'log' | 'signal'>;
}

/** Tells an ending: outputs, report and summary. Reads how the workloads stand. */
export async function toResult(
  ending: Ending,
  teller: Teller,
): Promise<ActionResult<DeployVerdict>> {
  const { inputs } = teller;
  const workloads = ending.verdict === 'planned' ? [] : await lookAtWorkloads(ending, teller);
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

/** An ending is told in any case: what cannot be read in time says nothing about it. */
async function lookAtWorkloads(
  { plan }: Ending,
  { cluster, context: { clock, log, signal } }: Teller,
): Promise<readonly WorkloadState[]> {
  const references = plan.objects.map(({ reference }) => reference);
  const deadline = startDeadline(clock, longestLook, 'reading the workloads', signal);
  try {
    return await workloadStates(cluster, references, deadline.signal);
  } catch (error) {
    signal.throwIfAborted();
    log.warning(`How the workloads stand could not be read: ${failureOf(error).reason}`);
    return [];
  } finally {
    deadline.cancel();
  }
}

function textOf(revision: number | undefined): string {
  return revision === undefined ? '' : String(revision);
}

function namesOf({ workload, service }: { readonly workload: string; readonly service: string }) {
  return { workload, service };
}
