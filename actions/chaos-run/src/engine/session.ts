import type { Json } from '@kube-delivery/shared/json/json';
import { substitute } from '../experiment/substitute.ts';
import type { Journal } from '../journal/journal.ts';
import { newJournal } from '../journal/new-journal.ts';
import { pythonTime } from '../journal/python-time.ts';
import type { EngineWorld, ExperimentRun, TimelineEvent, UndoOutcome } from './engine.ts';

/** A moment of a run. */
export interface Moment {
  /** Microseconds since the run began. */
  readonly at: number;
  /** As the journal writes it. */
  readonly text: string;
}

/** One experiment while it runs: its journal and timeline grow here. */
export class Session {
  readonly run: ExperimentRun;
  readonly world: EngineWorld;
  readonly journal: Journal;
  /** Everything is asked and counted as this suite does, not as Chaos Toolkit. */
  readonly isStrict: boolean;
  /** Whether an activity of the method may have been played. */
  methodBegan = false;
  /** Why the method was aborted; undefined where it was not. */
  abortReason: string | undefined;
  /** What became of the recorded faults' ways back. */
  undo: readonly UndoOutcome[] = [];
  /** What tolerances that are probes were last given. */
  readonly toleranceValues = new Map<Json, Json>();
  readonly #timeline: TimelineEvent[] = [];
  readonly #began: { readonly wall: number; readonly elapsed: number };

  constructor(run: ExperimentRun, world: EngineWorld) {
    this.run = run;
    this.world = world;
    this.isStrict = run.compat === 'strict';
    this.#began = { wall: world.clock.now().getTime() * 1000, elapsed: world.clock.elapsed() };
    const { document, title } = run.experiment;
    const experiment = {
      ...document,
      title: substitute(title, run.scope),
      // Chaos Toolkit has no word for a plan.
      dry: run.dry === 'plan' ? 'actions' : (run.dry ?? null),
    };
    this.journal = newJournal(experiment, world.machine, this.moment().text);
  }

  get timeline(): readonly TimelineEvent[] {
    return this.#timeline;
  }

  /** This moment, on a clock that never jumps while the run lasts. */
  moment(): Moment {
    const at = Math.round((this.world.clock.elapsed() - this.#began.elapsed) * 1000);
    return { at, text: pythonTime(this.#began.wall + at) };
  }

  /** Writes an event into the timeline. */
  note(kind: TimelineEvent['kind'], text: string, good: boolean): void {
    this.#timeline.push({ at: Math.round(this.moment().at / 1000), kind, text, good });
  }

  /** Has the journal written as it stands. */
  flush(): void {
    this.world.flush(this.journal);
  }
}
