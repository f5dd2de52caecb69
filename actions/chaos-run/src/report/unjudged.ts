import { bullets, code, empty, inline, text } from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import type { JsonObject } from '@kube-delivery/shared/json/json';

/** An experiment of a row that was not judged. */
export interface Unjudged {
  readonly file: string;
  readonly title: string;
  /** What became of it, and why: `did not begin: …`. */
  readonly outcome: string;
}

/** The experiments that were not judged, each with why. */
export function describeUnjudged(all: readonly Unjudged[]): Markdown {
  if (all.length === 0) return empty();
  return bullets(
    all.map(({ file, title, outcome }) => inline(code(file), text(` (${title}) ${outcome}`))),
  );
}

/** One of them as the report file shows it. */
export function unjudgedReport({ file, title, outcome }: Unjudged): JsonObject {
  return { file, title, outcome };
}
