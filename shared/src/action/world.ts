import type { Clock } from '../time/clock.ts';

/** How loud an annotation is. */
export type AnnotationLevel = 'notice' | 'warning' | 'error';

/** Where in the user's files an annotation points, and what stands above it. */
export interface AnnotationPlace {
  readonly file?: string;
  readonly line?: number;
  /** Needs a line. */
  readonly column?: number;
  readonly title?: string;
}

/** The runner and the machine, as `runAction` needs them; the real ones are `realWorld`. */
export interface World {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Writes one line to the step's log. */
  print(line: string): void;
  annotate(level: AnnotationLevel, message: string, place: AnnotationPlace): void;
  startGroup(title: string): void;
  endGroup(): void;
  mask(value: string): void;
  setOutput(name: string, value: string): void;
  saveState(name: string, value: string): void;
  appendSummary(markdown: string): Promise<void>;
  /** Reads a file of text, or gives undefined where there is none. */
  readText(path: string): string | undefined;
  /** Writes a file that only this user may read, with the folders above it. */
  writeText(path: string, text: string): void;
  /** A short random text for names of files. */
  randomName(): string;
  /** Calls `handler` when the runner cancels the job. */
  onInterrupt(handler: (interruption: NodeJS.Signals) => void): void;
  /** Ends the process. */
  exit(code: number): void;
}
