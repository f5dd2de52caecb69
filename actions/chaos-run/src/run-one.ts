import { arch, hostname, platform, release } from 'node:os';
import { InputError } from '@kube-delivery/shared/action/errors';
import { findTargetPods } from '@kube-delivery/shared/target/target-pods';
import { stringAt } from '@kube-delivery/shared/json/json';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import type { ChaosSession } from './chaos-session.ts';
import type { EngineWorld } from './engine/engine.ts';
import { changesThings } from './engine/left-out.ts';
import { judge } from './engine/judge.ts';
import { runExperiment } from './engine/run-experiment.ts';
import { experimentRun } from './experiment-run.ts';
import type { Experiment } from './experiment/experiment.ts';
import { functionWorlds } from './function-worlds.ts';
import { holdPlaces } from './hold-places.ts';
import type { Journal } from './journal/journal.ts';
import { Ledger, targetJson } from './ledger.ts';
import { loadValues } from './load-values.ts';
import { openJournal } from './open-journal.ts';
import { openPlay } from './open-play.ts';
import { capsOf, reachOf } from './preflight.ts';
import { providerWorldOf } from './provider-world-of.ts';
import type { Played } from './report/played.ts';
import { keepForLater } from './undo-later.ts';
import { ClusterUndoLog } from './undo/cluster-undo-log.ts';
import { runKeyOf } from './undo/run-key.ts';
import { UnwrittenUndo } from './undo/unwritten-undo.ts';

/**
 * Runs one experiment from its configuration to its journal, or plays it dry. Throws an InputError,
 * before anything was done, where it names what it must not touch or lacks a value.
 */
export async function runOne(
  experiment: Experiment,
  journal: string,
  session: ChaosSession,
): Promise<Played> {
  const { context, holder, inputs, recorded } = session;
  const { clock, log, run } = context;
  const { scope, dynamic } = await loadValues(experiment, session);
  const reach = reachOf(experiment, scope, inputs.caps);
  if (reach.problems.length > 0) throw new InputError(reach.problems);
  const places = await holdPlaces(reach, session);
  const { cluster, signal } = places;
  const whole = experimentRun(experiment, scope, inputs, places);
  try {
    const ledger = new Ledger();
    const undo =
      cluster === undefined || !changesThings(inputs.dryRun)
        ? undefined
        : new ClusterUndoLog({
            cluster,
            clock,
            log,
            runKey: runKeyOf(run, holder.nonce),
            runUrl: run.runUrl,
            stays: whole.rollbackStrategy === 'never',
            onNamespace: (namespaces) => {
              // Faults that are to stay are for `mode: recover`; their records say so, too.
              if (whole.rollbackStrategy === 'never') return;
              for (const namespace of namespaces) recorded.add(namespace);
              keepForLater(context, holder, [...recorded]);
            },
          });
    const faultLines = new Map<string, number>();
    const worldOf = functionWorlds({
      session,
      caps: capsOf(reach, inputs.caps),
      cluster,
      ledger,
      undo: undo ?? new UnwrittenUndo(),
      onFault: (fault, { line }) => faultLines.set(fault, line),
    });
    const { compat } = whole;
    const write = openJournal(journal, { experiment, scope, dynamic, compat }, context);
    const flush = (written: Journal, more: JsonObject = {}): void => {
      const targets = ledger.targets.map(targetJson);
      const own = written['x-kube-delivery'];
      written['x-kube-delivery'] = { ...own, seed: inputs.seed, targets, ...more };
      write(written);
    };
    const result = await runExperiment(whole, {
      clock,
      log,
      signal,
      play: openPlay({ ledger, compat, worldOf, providerWorld: providerWorldOf(session) }),
      flush,
      takeBack: (lastMoment) => undo?.takeBack(lastMoment) ?? Promise.resolve([]),
      readyPods: readyPodsOf(session),
      machine: { platform: `${platform()}-${release()}-${arch()}`, node: hostname() },
    });
    const judgement = judge(result, whole, {
      effects: ledger.effects,
      actions: experiment.method.filter(({ type }) => type === 'action').length,
      zeroTargets: ledger.refusal,
    });
    flush(result.journal, { verdict: judgement.verdict, reason: judgement.reason });
    const title = stringAt(result.journal.experiment, 'title') ?? experiment.title;
    const { targets } = ledger;
    return { experiment, title, judgement, result, targets, faultLines, journal };
  } finally {
    await places.release();
  }
}

function readyPodsOf({ cluster, inputs: { target } }: ChaosSession): EngineWorld['readyPods'] {
  return async (signal) => {
    if (cluster === undefined || target === undefined) return undefined;
    const found = await findTargetPods(cluster, target, signal);
    return 'problem' in found ? 0 : found.pods.filter(({ ready }) => ready).length;
  };
}
