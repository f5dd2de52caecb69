import type { RenderedProblem } from './rendered-object.ts';
import type { RenderOutcome } from './renders/render-outcome.ts';

/** A problem in the objects of one render. */
export interface FoundProblem {
  readonly outcome: RenderOutcome;
  readonly problem: RenderedProblem;
}

/**
 * Parts problems into groups of the same one in several renders of a chart: the same rule, object,
 * field and message, whatever else the object holds.
 */
export function groupProblems(
  found: readonly FoundProblem[],
): readonly (readonly FoundProblem[])[] {
  return [...Map.groupBy(found, ({ problem }) => keyOf(problem)).values()];
}

function keyOf({ about, hint, message, path, rule, severity, subject }: RenderedProblem): string {
  const { object, source } = subject;
  const { name } = object.metadata;
  return JSON.stringify([
    rule,
    severity,
    source,
    object.apiVersion,
    object.kind,
    name,
    path,
    about,
    message,
    hint,
  ]);
}
