import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { isTruthy } from '../../experiment/python-truth.ts';
import { pythonEquals } from '../python-compare.ts';
import { callFunction } from './call-function.ts';
import { sliceIndexes } from './slice-indexes.ts';
import type { Condition, JsonPath, Operand, Selector, Step } from './syntax.ts';

/**
 * Every value that the path finds, in jsonpath2's order: depth first, a union's selectors one after the
 * other, a value as often as it is found. Throws a RangeError at a slice whose step is 0.
 */
export function matchJsonPath(path: JsonPath, value: Json): readonly Json[] {
  return follow(path, value, value);
}

function follow(path: JsonPath, root: Json, current: Json): readonly Json[] {
  let nodes: readonly Json[] = [path.from === 'root' ? root : current];
  for (const step of path.steps) nodes = nodes.flatMap((node) => takeStep(step, root, node));
  return nodes;
}

function takeStep(step: Step, root: Json, node: Json): readonly Json[] {
  const here = step.selectors.flatMap((selector) => select(selector, root, node));
  if (!step.deep) return here;
  return [...here, ...children(node).flatMap((child) => takeStep(step, root, child))];
}

function select(selector: Selector, root: Json, node: Json): readonly Json[] {
  switch (selector.kind) {
    case 'key':
      return valueOfKey(node, selector.key);
    case 'index':
      return valueOfIndex(node, selector.index);
    case 'slice':
      if (!Array.isArray(node)) return [];
      return sliceIndexes(selector, node.length).flatMap((index) => valueOfIndex(node, index));
    case 'all':
      return children(node);
    case 'filter':
      return holds(selector.condition, root, node) ? [node] : [];
    case 'path':
      return follow(selector.path, root, node).flatMap((found) => valueOfFound(node, found));
    case 'call':
      return combinations(
        selector.operands.map((operand) => valuesOf(operand, root, node)),
      ).flatMap((operands) => callFunction(selector.name, node, operands));
  }
}

function children(node: Json): readonly Json[] {
  if (Array.isArray(node)) return node as readonly Json[];
  return isJsonObject(node) ? Object.values(node) : [];
}

function valueOfKey(node: Json, key: string): readonly Json[] {
  if (!isJsonObject(node) || !Object.hasOwn(node, key)) return [];
  const value = node[key];
  return value === undefined ? [] : [value];
}

function valueOfIndex(node: Json, index: number): readonly Json[] {
  if (!Array.isArray(node)) return [];
  const value = (node as readonly Json[]).at(index);
  return value === undefined ? [] : [value];
}

/** A boolean is an index too, as for Python it is 0 or 1. */
function valueOfFound(node: Json, found: Json): readonly Json[] {
  if (typeof found === 'string') return valueOfKey(node, found);
  if (typeof found === 'boolean') return valueOfIndex(node, Number(found));
  return Number.isInteger(found) ? valueOfIndex(node, Number(found)) : [];
}

function valuesOf(operand: Operand, root: Json, node: Json): readonly Json[] {
  return operand.kind === 'literal' ? [operand.value] : follow(operand.path, root, node);
}

function holds(condition: Condition, root: Json, node: Json): boolean {
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, root, node) && holds(condition.right, root, node);
    case 'or':
      return holds(condition.left, root, node) || holds(condition.right, root, node);
    case 'not':
      return !holds(condition.of, root, node);
    case 'some':
      return condition.of.kind === 'literal'
        ? isTruthy(condition.of.value)
        : valuesOf(condition.of, root, node).length > 0;
    case 'compare': {
      const rights = valuesOf(condition.right, root, node);
      return valuesOf(condition.left, root, node).some((left, index) =>
        // A generator on both sides is used up by the first value of the left one.
        (index === 0 || condition.right.kind === 'literal' ? rights : []).some((right) =>
          compares(condition.by, left, right),
        ),
      );
    }
  }
}

function compares(
  by: Extract<Condition, { kind: 'compare' }>['by'],
  left: Json,
  right: Json,
): boolean {
  if (by === '=') return pythonEquals(left, right);
  if (by === '!=') return !pythonEquals(left, right);
  if (!isNumber(left) || !isNumber(right)) return false;
  switch (by) {
    case '<':
      return Number(left) < Number(right);
    case '<=':
      return Number(left) <= Number(right);
    case '>':
      return Number(left) > Number(right);
    case '>=':
      return Number(left) >= Number(right);
  }
}

function isNumber(value: Json): boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

/** Every choice of one value of each list, the last list's values changing fastest. */
function combinations(lists: readonly (readonly Json[])[]): readonly (readonly Json[])[] {
  return lists.reduce<readonly (readonly Json[])[]>(
    (chosen, list) => chosen.flatMap((each) => list.map((value) => [...each, value])),
    [[]],
  );
}
