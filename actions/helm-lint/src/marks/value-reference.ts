import type { Operand, Pipeline } from './parse-pipeline.ts';

/** A step to every item of a list or map, as `range` takes. */
export const eachItem: unique symbol = Symbol('each item');

/** A path from the root of the template's data: `Values`, `image`, `tag`. */
export type Reference = readonly (string | typeof eachItem)[];

/** What `.`, `$` and the variables stand for at one place of a template, as far as that is plain. */
export interface Scope {
  readonly dot: Reference | undefined;
  readonly variables: ReadonlyMap<string, Reference | undefined>;
}

/**
 * At the top of a template, and of a named one: there `.` is taken for the root too, which is how
 * named templates are called nearly always. Who uses a reference compares the value behind it.
 */
export const rootScope: Scope = { dot: [], variables: new Map() };

/** The scope after `$x := …` in it. */
export function withVariables(scope: Scope, pipeline: Pipeline): Scope {
  if (pipeline.sets.length === 0) return scope;
  const value = onlyReference(pipeline, scope);
  const variables = new Map(scope.variables);
  for (const name of pipeline.sets) variables.set(name, value);
  return { ...scope, variables };
}

/** The scope inside of `with …`. */
export function insideWith(scope: Scope, pipeline: Pipeline): Scope {
  return { ...withVariables(scope, pipeline), dot: onlyReference(pipeline, scope) };
}

/** The scope inside of `range …`. */
export function insideRange(scope: Scope, pipeline: Pipeline): Scope {
  const list = onlyReference(pipeline, scope);
  const item: Reference | undefined = list && [...list, eachItem];
  const variables = new Map(scope.variables);
  const [first, second] = pipeline.sets;
  if (first !== undefined) variables.set(first, second === undefined ? item : undefined);
  if (second !== undefined) variables.set(second, item);
  return { dot: item, variables };
}

/** All that a pipeline reads of the template's data, in the order of the text. */
export function referencesOf(pipeline: Pipeline, scope: Scope): readonly Reference[] {
  return pipeline.commands.flatMap((command) => referencesOfCommand(command, scope));
}

/** What a field names, `.` and `$` too; what the only field in parentheses names. */
export function referenceOf(operand: Operand, scope: Scope): Reference | undefined {
  if (operand.kind === 'field') {
    const base = baseOf(operand.root, scope);
    return base && [...base, ...operand.path];
  }
  const found = operand.kind === 'group' ? onlyReference(operand.pipeline, scope) : undefined;
  return found && operand.kind === 'group' ? [...found, ...operand.path] : undefined;
}

function onlyReference(pipeline: Pipeline, scope: Scope): Reference | undefined {
  const [[operand, ...more] = [], ...others] = pipeline.commands;
  if (operand?.kind === 'field' && more.length + others.length === 0) {
    return referenceOf(operand, scope);
  }
  const found = referencesOf(pipeline, scope);
  return found.length === 1 ? found[0] : undefined;
}

function referencesOfCommand(command: readonly Operand[], scope: Scope): readonly Reference[] {
  const [head, ...rest] = command;
  if (head?.kind === 'name' && (head.name === 'index' || head.name === 'get')) {
    const indexed = indexedReference(rest, scope);
    if (indexed) return [indexed];
  }
  return command.flatMap((operand) => referencesOfOperand(operand, scope));
}

/** `index .Values "a" "b"` */
function indexedReference(
  [from, ...keys]: readonly Operand[],
  scope: Scope,
): Reference | undefined {
  const [base] = from ? referencesOfOperand(from, scope) : [];
  const steps = keys.flatMap((key) => (key.kind === 'string' ? [key.value] : []));
  return base && steps.length === keys.length ? [...base, ...steps] : undefined;
}

function referencesOfOperand(operand: Operand, scope: Scope): readonly Reference[] {
  if (operand.kind === 'group') {
    const found = referencesOf(operand.pipeline, scope);
    return operand.path.length === 0 ? found : found.map((one) => [...one, ...operand.path]);
  }
  if (operand.kind !== 'field') return [];
  const base = baseOf(operand.root, scope);
  // `.` and `$` alone are what helpers are called with; nothing of them is said to be read.
  if (!base || base.length + operand.path.length === 0) return [];
  return [[...base, ...operand.path]];
}

function baseOf(root: string, scope: Scope): Reference | undefined {
  if (root === '.') return scope.dot;
  return root === '$' ? [] : scope.variables.get(root);
}
