import type { Operand, Pipeline } from './parse-pipeline.ts';
import { referenceOf, type Reference, type Scope } from './value-reference.ts';

/** That an action prints a named template, and what that gets. */
export interface TemplateCall {
  readonly name: string;
  /** What `.` is in there, as far as it is plain. */
  readonly dot: Reference | undefined;
  /** What `.a` is in there, where it is called with `dict "a" …`. */
  readonly entries: ReadonlyMap<string, Reference>;
}

/** The call of `{{ template "a" . }}`, whose argument is `pipeline`. */
export function callOfTemplate(
  name: string,
  pipeline: Pipeline | undefined,
  scope: Scope,
): TemplateCall {
  const [[argument] = []] = pipeline?.commands ?? [];
  return { name, ...argumentOf(argument, pipeline, scope) };
}

/** The first `include "a" .` of a pipeline. */
export function callIn(pipeline: Pipeline, scope: Scope): TemplateCall | undefined {
  for (const command of pipeline.commands) {
    const at = command.findIndex((word) => word.kind === 'name' && word.name === 'include');
    const [, name, argument] = at < 0 ? [] : command.slice(at);
    if (name?.kind === 'string') {
      const inner = argument?.kind === 'group' ? argument.pipeline : undefined;
      return { name: name.value, ...argumentOf(argument, inner, scope) };
    }
    for (const operand of command) {
      const found = operand.kind === 'group' ? callIn(operand.pipeline, scope) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

/** What a reference of a named template stands for where it is called; undefined where that is not plain. */
export function boundTo(call: TemplateCall, reference: Reference): Reference | undefined {
  const [first, ...rest] = reference;
  const entry = typeof first === 'string' ? call.entries.get(first) : undefined;
  if (entry) return [...entry, ...rest];
  return call.dot && [...call.dot, ...reference];
}

function argumentOf(
  operand: Operand | undefined,
  pipeline: Pipeline | undefined,
  scope: Scope,
): Pick<TemplateCall, 'dot' | 'entries'> {
  const dot = operand?.kind === 'field' ? referenceOf(operand, scope) : undefined;
  const [[head, ...words] = []] = pipeline?.commands ?? [];
  const entries = new Map<string, Reference>();
  if (head?.kind === 'name' && head.name === 'dict') {
    for (let at = 0; at + 1 < words.length; at += 2) {
      const key = words[at];
      const value = words[at + 1];
      const reference = value && referenceOf(value, scope);
      if (key?.kind === 'string' && reference) entries.set(key.value, reference);
    }
  }
  return { dot, entries };
}
