import type { Json, JsonObject } from '../json/json.ts';
import type { Markdown } from '../report/markdown.ts';
import type { ActionContext } from './context.ts';
import type { InputReader } from './input-reader.ts';

/** Verdicts that any action can end with, besides its own. */
export type CommonVerdict = 'invalid' | 'interrupted' | 'error';

/** How an action ended. */
export interface ActionResult<Verdict extends string> {
  readonly verdict: Verdict | CommonVerdict;
  /** One sentence on why it is not good, or what is worth knowing of a good one; else empty. */
  readonly reason: string;
  /** What the user can do about a bad verdict. */
  readonly hint?: string;
  /** Whether the step succeeds, where that is not what the verdict says. */
  readonly succeeds?: boolean;
  /** The action's own outputs; objects and arrays are written as JSON. */
  readonly outputs: Readonly<Record<string, Json>>;
  /** What the report file holds beside the fields that every report has. */
  readonly report: JsonObject;
  /** What the job summary shows below the verdict line. */
  readonly summary: Markdown;
}

/** One GitHub Action: what it reads, what it decides, which of its verdicts are good. */
export interface Action<Inputs, Verdict extends string> {
  /** The folder's name: `deploy`. */
  readonly name: string;
  /** Every verdict of its own, good ones first in `good`. */
  readonly verdicts: { readonly good: readonly Verdict[]; readonly bad: readonly Verdict[] };
  /** The verdict when the cluster, registry or server is not as needed (PreconditionError, ApiError). */
  readonly unmetPrecondition: Verdict;
  /** Its own outputs, beside verdict, reason and report. */
  readonly outputs: readonly string[];
  /** Reads every input once; problems are kept by the reader. */
  readInputs(reader: InputReader, context: ActionContext): Inputs;
  run(inputs: Inputs, context: ActionContext): Promise<ActionResult<Verdict>>;
}
