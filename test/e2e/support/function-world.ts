import { callFunction } from '../../../actions/chaos-run/src/functions/call-function.ts';
import { functionCatalogue } from '../../../actions/chaos-run/src/functions/catalogue.ts';
import type { FunctionWorld } from '../../../actions/chaos-run/src/functions/native-function.ts';
import type { Caps } from '../../../actions/chaos-run/src/blast-radius/caps.ts';
import { openBlastRadius } from '../../../actions/chaos-run/src/blast-radius/open-blast-radius.ts';
import { Ledger } from '../../../actions/chaos-run/src/ledger.ts';
import { openTurn } from '../../../actions/chaos-run/src/turn.ts';
import { seededRandom } from '../../../actions/chaos-run/src/random.ts';
import { ClusterUndoLog } from '../../../actions/chaos-run/src/undo/cluster-undo-log.ts';
import type { UndoLog } from '../../../actions/chaos-run/src/undo/undo-log.ts';
import { UnwrittenUndo } from '../../../actions/chaos-run/src/undo/unwritten-undo.ts';
import type { Cluster } from '../../../shared/src/cluster/cluster.ts';
import type { Json, JsonObject } from '../../../shared/src/json/json.ts';
import { testContext } from './test-connection.ts';

/** A fault as a function recorded it. */
export type Recorded = Parameters<UndoLog['record']>[0];

/** Caps that let everything happen that is opted in. */
export const wideCaps: Caps = {
  optIn: 'required',
  namespaces: undefined,
  protectedNamespaces: ['kube-system'],
  maxTargets: 100,
  maxPercent: 100,
  minReadyRemaining: 0,
  minimumAge: 0,
  respectPdb: true,
};

/** A world of functions on a real cluster that keeps what was recorded and logged. */
export interface TestWorld extends FunctionWorld {
  readonly recorded: readonly Recorded[];
  readonly lines: readonly string[];
  /** Takes back what was recorded. */
  takeBack(): ReturnType<ClusterUndoLog['takeBack']>;
  /** The world of the rollbacks that follow. */
  readonly rollbacks: FunctionWorld;
}

/** Opens the world that functions have in a run, with these caps and differences. */
export function functionWorld(
  cluster: Cluster,
  caps: Partial<Caps> = {},
  differences: Partial<FunctionWorld> = {},
): TestWorld {
  const context = testContext();
  const ledger = new Ledger();
  const allCaps = { ...wideCaps, ...caps };
  const recorded: Recorded[] = [];
  const undo = new ClusterUndoLog({
    cluster,
    clock: context.clock,
    log: context.log,
    runKey: 'local-1-e2e',
    runUrl: '',
    stays: false,
    onNamespace: () => undefined,
  });
  const unwritten = new UnwrittenUndo(undo);
  const world: FunctionWorld = {
    cluster,
    blastRadius: openBlastRadius(cluster, allCaps, ledger, context.clock),
    caps: allCaps,
    undo: {
      record: async (fault, signal) => {
        const kept = await undo.record(fault, signal);
        recorded.push(fault);
        return kept;
      },
    },
    ownSteps: () => unwritten.steps,
    ledger,
    random: seededRandom('test'),
    turn: openTurn(),
    clock: context.clock,
    log: context.log,
    isRollback: false,
    dryRun: false,
    compat: 'strict',
    signal: AbortSignal.timeout(120_000),
    workspace: process.cwd(),
    scope: { configuration: {}, secrets: {} },
    ...differences,
  };
  return {
    ...world,
    recorded,
    lines: context.lines,
    takeBack: () => undo.takeBack(AbortSignal.timeout(30_000)),
    rollbacks: { ...world, isRollback: true, undo: unwritten },
  };
}

/** Calls a function of the catalogue as an experiment does. */
export async function call(world: FunctionWorld, name: string, given: JsonObject): Promise<Json> {
  const at = name.lastIndexOf('.');
  const fn = functionCatalogue.find(name.slice(0, at), name.slice(at + 1));
  if (fn === undefined) throw new Error(`${name} is not in the catalogue`);
  return callFunction(fn, given, world);
}
