import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { BlastRadius } from '../blast-radius/blast-radius.ts';
import type { Caps } from '../blast-radius/caps.ts';
import type { Scope } from '../experiment/experiment.ts';
import type { Ledger } from '../ledger.ts';
import type { Random } from '../random.ts';
import type { Turn } from '../turn.ts';
import type { UndoLog } from '../undo/undo-log.ts';
import type { UndoStep } from '../undo/undo-step.ts';

/** One parameter of a function, as Python's signature has it. */
export interface Parameter {
  /** Undefined where the argument is required. */
  readonly default: Json | undefined;
}

/** What of the cluster an action changes, told from its arguments alone. */
export interface Reach {
  /** Namespaces that its changes are in. */
  readonly namespaces: readonly string[];
  /** It changes objects that lie in no namespace, as nodes. */
  readonly clusterWide: boolean;
}

/** The world of a function that asks or changes the cluster. */
export interface FunctionWorld {
  readonly cluster: Cluster;
  readonly blastRadius: BlastRadius;
  readonly caps: Caps;
  readonly undo: UndoLog;
  /** The ways back of what this run did so far, oldest first, also of what is taken back already. */
  readonly ownSteps: () => readonly UndoStep[];
  readonly ledger: Ledger;
  /** For the last look and the write of an act: background activities take turns. */
  readonly turn: Turn;
  readonly random: Random;
  readonly clock: ActionContext['clock'];
  readonly log: ActionContext['log'];
  /** It is called by a rollback of the file: what it does is a way back. */
  readonly isRollback: boolean;
  /** Writes are sent with dryRun=All, and nothing is waited for. */
  readonly dryRun: boolean;
  /** With `chaostoolkit` results are as the original gives them, also where that is plainly wrong. */
  readonly compat: 'strict' | 'chaostoolkit';
  readonly signal: AbortSignal;
  /** For files that arguments name. */
  readonly workspace: string;
  /** Of the experiment, for functions that read it. */
  readonly scope: Scope;
}

interface Common {
  /** `chaosk8s.pod.actions`. */
  readonly module: string;
  /** `terminate_pods`. */
  readonly func: string;
  /** Other `module.func` of the same function, with the same parameters. */
  readonly aliases: readonly string[];
  /** By name, in the order of the signature, without `secrets` and `configuration`. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Runs it. `given` holds every parameter, defaults filled in, all substituted. */
  run(given: JsonObject, world: FunctionWorld): Promise<Json>;
}

/** A probe: it changes nothing. */
export interface NativeProbe extends Common {
  readonly type: 'probe';
}

/** An action: what it may change is known before it runs. */
export interface NativeAction extends Common {
  readonly type: 'action';
  reach(given: JsonObject): Reach;
  /**
   * Notes in the ledger what it could choose from, for `mode: discover`; what it would do to which of
   * them, and what a cap forbids, is found by playing it dry. Asks the cluster to read only.
   */
  discover(given: JsonObject, world: FunctionWorld): Promise<void>;
}

/**
 * A function of the catalogue that runs natively. Rejects with an ActivityFailedError where the original
 * raises ActivityFailed, and with an ActivityCrashedError where it raises anything else.
 */
export type NativeFunction = NativeProbe | NativeAction;
