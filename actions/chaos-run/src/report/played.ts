import type { EngineResult } from '../engine/engine.ts';
import type { Judgement } from '../engine/judge.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { TargetEntry } from '../ledger.ts';

/** One experiment that was run, with all that is told of it. */
export interface Played {
  readonly experiment: Experiment;
  /** Substituted. */
  readonly title: string;
  readonly judgement: Judgement;
  readonly result: EngineResult;
  /** What was hit and what was left out. */
  readonly targets: readonly TargetEntry[];
  /** The line of the activity that did a fault, by the fault's title. */
  readonly faultLines: ReadonlyMap<string, number>;
  /** Where the journal is, relative to the workspace. */
  readonly journal: string;
}
