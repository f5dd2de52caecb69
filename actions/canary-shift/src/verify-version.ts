import { sendProbes } from '@kube-delivery/shared/http/send-probes';
import { startDeadline } from '@kube-delivery/shared/time/deadline';
import type { Readiness } from './pod-readiness.ts';
import { ProbeTally } from './probe-tally.ts';
import type { Session } from './session.ts';

const batch = 100;
/** How much faster this probes than a soak. */
const haste = 10;

/**
 * Probes the real front until a whole batch is answered well by one version alone, at most
 * `propagation-timeout` long. A batch with more than `mostFailures` failed probes ends it at once.
 */
export async function verifyVersion(
  session: Session,
  version: string,
  mostFailures: number,
): Promise<Readiness> {
  const { context, inputs, keeper, prober, signal } = session;
  if (prober === undefined) return { ready: true };
  const what = `verifying that version ${version} answers alone`;
  const deadline = startDeadline(context.clock, inputs.propagationTimeout, what, signal);
  const pace = { rate: haste * (inputs.probe?.rate ?? 1), count: batch };
  try {
    for (;;) {
      const tally = new ProbeTally({ stable: version, canary: undefined });
      const add = (result: Parameters<ProbeTally['add']>[0]): void => {
        tally.add(result);
      };
      await sendProbes(prober, pace, context.clock, add, signal);
      const { unknown } = tally.sides;
      if (unknown === 0 && tally.failed === 0) return { ready: true };
      const failures = tally.failed === 0 ? '' : ` (${tally.describeFailures()})`;
      const why = `${unknown} of ${batch} probes were not answered by version ${version}${failures}`;
      if (tally.failed > mostFailures || deadline.remaining() === 0) return { ready: false, why };
      context.log.progress(`Waiting for the data plane: ${why}`);
      await keeper.refresh(signal);
    }
  } finally {
    deadline.cancel();
  }
}
