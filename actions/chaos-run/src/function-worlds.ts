import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { BlastRadius } from './blast-radius/blast-radius.ts';
import type { Caps } from './blast-radius/caps.ts';
import { openBlastRadius } from './blast-radius/open-blast-radius.ts';
import { changesThings } from './engine/left-out.ts';
import { clusterOf } from './chaos-session.ts';
import type { ChaosSession } from './chaos-session.ts';
import type { Activity, Phase, Scope } from './experiment/experiment.ts';
import type { FunctionWorld } from './functions/native-function.ts';
import { Ledger } from './ledger.ts';
import type { OwnSteps, UndoLog } from './undo/undo-log.ts';
import { UnwrittenUndo } from './undo/unwritten-undo.ts';
import { openTurn } from './turn.ts';
import { seededRandom } from './random.ts';

/** What the functions of one experiment share. */
export interface WorldParts {
  readonly session: ChaosSession;
  readonly caps: Caps;
  /** With the locks that the experiment holds, where it holds any. */
  readonly cluster: Cluster | undefined;
  readonly ledger: Ledger;
  readonly undo: UndoLog & OwnSteps;
  /** Told the title of each fault of the method before its way back is written, and whose it is. */
  readonly onFault?: (title: string, activity: Activity) => void;
}

/** The world of a function that is called in this phase. */
export type WorldOf = (
  phase: Phase,
  scope: Scope,
  signal: AbortSignal,
  activity?: Activity,
) => FunctionWorld;

/** Makes worlds for the functions of one experiment; the random choices of all of them are one row. */
export function functionWorlds(parts: WorldParts): WorldOf {
  const { session, caps, cluster, ledger, undo, onFault } = parts;
  const { compat, dryRun, seed } = session.inputs;
  const { clock, log, run } = session.context;
  const random = seededRandom(seed);
  const turn = openTurn();
  // What a rollback acts upon was neither hit nor left out by a fault; the journal tells of it.
  const aside = new Ledger();
  // What a rollback does is the end that is wanted, and is not taken back.
  const unwritten = new UnwrittenUndo(undo);
  const radius = (notes: Ledger): BlastRadius | undefined =>
    cluster === undefined ? undefined : openBlastRadius(cluster, caps, notes, clock);
  const method = { ledger, blastRadius: radius(ledger) };
  const others = { ledger: aside, blastRadius: radius(aside) };
  const undoOf = (activity: Activity | undefined): UndoLog => ({
    record: (fault, signal) => {
      if (activity !== undefined) onFault?.(fault.title, activity);
      return undo.record(fault, signal);
    },
  });
  return (phase, scope, signal, activity) => ({
    // Functions that ask something else than the cluster do not look at these.
    get cluster() {
      return clusterOf({ cluster });
    },
    get blastRadius() {
      const { blastRadius } = phase === 'method' ? method : others;
      if (blastRadius === undefined) throw new TypeError('this needs a cluster');
      return blastRadius;
    },
    caps,
    isRollback: phase === 'rollbacks',
    undo: phase === 'method' ? undoOf(activity) : unwritten,
    ownSteps: () => unwritten.steps,
    ledger: phase === 'method' ? ledger : aside,
    random,
    turn,
    clock,
    log,
    dryRun: !changesThings(dryRun),
    compat,
    signal,
    workspace: run.workspace,
    scope,
  });
}
