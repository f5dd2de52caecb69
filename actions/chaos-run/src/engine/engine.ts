import type { Clock } from '@kube-delivery/shared/time/clock';
import type { Log } from '@kube-delivery/shared/action/log';
import type {
  Experiment,
  HypothesisStrategy,
  RollbackStrategy,
  Scope,
} from '../experiment/experiment.ts';
import type { Journal } from '../journal/journal.ts';
import type { Play } from './play.ts';

/**
 * What is left out of a run, in Chaos Toolkit's words, or `plan`: native actions of the method are played
 * without changing anything, all other actions are left out. Undefined for a whole run.
 */
export type Dry = 'probes' | 'actions' | 'activities' | 'pause' | 'plan';

/** When a run ends before its method has; each part only where it is given. */
export interface AbortRules {
  /** So many looks at the hypothesis during the method failed one after the other. */
  readonly hypothesisFailures?: number;
  /** Fewer ready pods than this stand behind the target. */
  readonly readyPodsBelow?: number;
  /** Milliseconds since the method began. */
  readonly maxDuration?: number;
}

/** One experiment, and how it is to be run. */
export interface ExperimentRun {
  readonly experiment: Experiment;
  readonly scope: Scope;
  readonly compat: 'strict' | 'chaostoolkit';
  readonly hypothesisStrategy: HypothesisStrategy;
  readonly rollbackStrategy: RollbackStrategy;
  readonly dry: Dry | undefined;
  /** Milliseconds between two looks at the hypothesis during the method. */
  readonly frequency: number;
  /** A look that fails during the method ends it. */
  readonly failFast: boolean;
  readonly abortOn: AbortRules;
  /**
   * The hypothesis is asked after the faults were taken back only, and has the recovery's time to hold
   * (the short form).
   */
  readonly afterUndo: boolean;
  /** Milliseconds. */
  readonly recoveryTimeout: number;
  /**
   * Milliseconds that the hypothesis is given to hold before the method: what a dead run had left was
   * just taken back. 0 asks once.
   */
  readonly gatePatience: number;
}

/** What became of one fault's way back. */
export interface UndoOutcome {
  /** As it was recorded: `scale Deployment web from 3 to 0`. */
  readonly title: string;
  readonly namespace: string | undefined;
  readonly outcome: 'undone' | 'nothing to do' | 'left alone' | 'failed';
  /** Why it was left alone or failed; else empty. */
  readonly reason: string;
}

/** The world of an experiment. */
export interface EngineWorld {
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts with an InterruptedError when the job is cancelled. */
  readonly signal: AbortSignal;
  readonly play: Play;
  /** Called with the journal after every change that must survive a killed run. Never rejects. */
  flush(journal: Journal): void;
  /** Takes back every fault that was recorded, newest first; what failed is among the outcomes. */
  takeBack(signal: AbortSignal): Promise<readonly UndoOutcome[]>;
  /** Ready pods behind the target; undefined where that is not known. */
  readyPods(signal: AbortSignal): Promise<number | undefined>;
  /** Machine's facts that the journal carries. */
  readonly machine: { readonly platform: string; readonly node: string };
}

/** Something that happened, for the timeline. */
export interface TimelineEvent {
  /** Milliseconds since the experiment began. */
  readonly at: number;
  readonly kind: 'hypothesis' | 'action' | 'probe' | 'rollback' | 'undo' | 'end';
  readonly text: string;
  readonly good: boolean;
}

/** How an experiment went. */
export interface EngineResult {
  readonly journal: Journal;
  readonly timeline: readonly TimelineEvent[];
  /** Whether the method was begun. */
  readonly methodBegan: boolean;
  /** Why it was ended early; undefined where it was not, or was interrupted. */
  readonly abortReason: string | undefined;
  readonly undo: readonly UndoOutcome[];
  /** Undefined where it was not looked at. */
  readonly recovery:
    | { readonly recovered: true; readonly seconds: number }
    | { readonly recovered: false; readonly reason: string }
    | undefined;
  /**
   * With `compat: chaostoolkit`: a tolerance raised, and Chaos Toolkit would have died without a
   * journal.
   */
  readonly crashed: string | undefined;
}
