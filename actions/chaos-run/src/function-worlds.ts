import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { Caps } from './blast-radius/caps.ts';
import { openBlastRadius } from './blast-radius/open-blast-radius.ts';
import { changesThings } from './engine/left-out.ts';
import { clusterOf } from './chaos-session.ts';
import type { ChaosSession } from './chaos-session.ts';
import type { Phase, Scope } from './experiment/experiment.ts';
import type { FunctionWorld } from './functions/native-function.ts';
import type { Ledger } from './ledger.ts';
import { noUndo } from './undo/no-undo.ts';
import type { UndoLog } from './undo/undo-log.ts';
import { UncountedLedger } from './uncounted-ledger.ts';
import { openTurn } from './turn.ts';
import { seededRandom } from './random.ts';

/** What the functions of one experiment share. */
export interface WorldParts {
  readonly session: ChaosSession;
  readonly caps: Caps;
  /** With the locks that the experiment holds, where it holds any. */
  readonly cluster: Cluster | undefined;
  readonly ledger: Ledger;
  readonly undo: UndoLog;
}

/** The world of a function that is called in this phase. */
export type WorldOf = (phase: Phase, scope: Scope, signal: AbortSignal) => FunctionWorld;

/** Makes worlds for the functions of one experiment; the random choices of all of them are one row. */
export function functionWorlds({ session, caps, cluster, ledger, undo }: WorldParts): WorldOf {
  const { compat, dryRun, seed } = session.inputs;
  const { clock, log, run } = session.context;
  const random = seededRandom(seed);
  const turn = openTurn();
  const uncounted = new UncountedLedger(ledger);
  const blastRadius =
    cluster === undefined ? undefined : openBlastRadius(cluster, caps, ledger, clock);
  return (phase, scope, signal) => ({
    // Functions that ask something else than the cluster do not look at these.
    get cluster() {
      return clusterOf({ cluster });
    },
    get blastRadius() {
      if (blastRadius === undefined) throw new TypeError('this needs a cluster');
      return blastRadius;
    },
    caps,
    isRollback: phase === 'rollbacks',
    // What a rollback does is the end that is wanted.
    undo: phase === 'method' ? undo : noUndo,
    ledger: phase === 'method' ? ledger : uncounted,
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
