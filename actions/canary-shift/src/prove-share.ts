import { sendProbes } from '@kube-delivery/shared/http/send-probes';
import { startDeadline } from '@kube-delivery/shared/time/deadline';
import { ProbeTally } from './probe-tally.ts';
import type { Versions } from './probe-tally.ts';
import type { Session } from './session.ts';
import { describeShare, judgeShare, observedShare } from './share.ts';

/** Probes sent together; then they are judged. */
const batch = 100;
/** How much faster a proof probes than a soak. */
const haste = 10;
const pause = 250;

/** What was asked of the data plane. */
export interface ShareQuestion {
  readonly percent: number;
  /** The share before, which must be gone; undefined where it is not known. */
  readonly before: number | undefined;
  readonly versions: Versions;
  /** Counts every probe, for the judgement of the step. */
  readonly tally: ProbeTally;
  /** Ends the proof early: asked after each batch. */
  readonly mustStop: () => boolean;
}

/** How a proof ended. `stopped` by `mustStop`. */
export interface ShareAnswer {
  readonly state: 'proved' | 'not proved' | 'stopped';
  /** The probes that were sent since the last one that refuted the share. */
  readonly seen: ProbeTally;
}

/**
 * Probes the real front until the observed share proves the asked one, at most `propagation-timeout`
 * long. Probes that refute it are forgotten: the write may still be on its way to the data plane.
 */
export async function proveShare(session: Session, question: ShareQuestion): Promise<ShareAnswer> {
  const { context, inputs, prober, signal } = session;
  if (prober === undefined) throw new Error('there are no probes to prove a share with');
  const rate = (inputs.probe?.rate ?? 1) * haste;
  const what = `proving a share of ${question.percent}%`;
  const deadline = startDeadline(context.clock, inputs.propagationTimeout, what, signal);
  let seen = new ProbeTally(question.versions);
  const add = (result: Parameters<ProbeTally['add']>[0]): void => {
    seen.add(result);
    question.tally.add(result);
  };
  try {
    for (;;) {
      await sendProbes(prober, { rate, count: batch }, context.clock, add, signal);
      if (question.mustStop()) return { state: 'stopped', seen };
      const verdict = judgeShare(seen.sides, question.percent, question.before);
      if (verdict === 'proved') return { state: 'proved', seen };
      if (deadline.remaining() === 0) return { state: 'not proved', seen };
      context.log.progress(
        `The data plane shows ${describeShare(observedShare(seen.sides))}, not yet ${question.percent}%`,
      );
      if (verdict === 'refuted') {
        seen = new ProbeTally(question.versions);
        await context.clock.sleep(pause, signal);
        await session.keeper.refresh(signal);
      }
    }
  } finally {
    deadline.cancel();
  }
}
