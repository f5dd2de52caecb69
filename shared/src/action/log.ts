import type { AnnotationLevel, AnnotationPlace } from './world.ts';

/**
 * What an action says while it runs. Secrets known to the action are replaced by `***`; text that
 * comes from pods, servers or tools goes through `quote`, so that no line of it can be read by the
 * runner as a workflow command.
 */
export interface Log {
  info(message: string): void;
  /** Shown as an annotation as well. */
  notice(message: string): void;
  /** Shown as an annotation as well. */
  warning(message: string): void;
  /** An annotation at a place in the user's files. */
  annotate(level: AnnotationLevel, message: string, place: AnnotationPlace): void;
  /** Untrusted text, indented, with workflow commands made harmless. */
  quote(text: string): void;
  /** At most one line every 10 s: what is being waited for, with counts. */
  progress(message: string): void;
  /** Runs `work` with its lines folded under `title`. */
  group<Result>(title: string, work: () => Promise<Result>): Promise<Result>;
}
