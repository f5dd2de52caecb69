import type { JsonPath, Operand, Selector, Step } from './syntax.ts';
import { jsonPathFunctions } from './syntax.ts';
import { JsonPathProblem } from './json-path-problem.ts';
import { TokenReader } from './token-reader.ts';
import { parseLiteral, startsLiteral } from './parse-literal.ts';
import { parseCondition } from './parse-condition.ts';
import { jsonPathTokens } from './tokens.ts';

/**
 * Reads a path as jsonpath2 does, whose dialect is its own: a filter is asked of the node itself, not
 * of its children, equality is a single `=`, and `or` binds closer than `and`. Throws a JsonPathProblem that says
 * where it is wrong and how to mend it.
 */
export function parseJsonPath(path: string): JsonPath {
  const reader = new TokenReader(jsonPathTokens(path));
  if (!reader.takeSign('$')) throw reader.problem('a path begins with "$"');
  const steps = parseSteps(reader);
  if (!reader.atEnd) throw reader.problem('the path should end here');
  return { from: 'root', steps };
}

/** A path inside a path, from `$` or `@`. */
export function parseInnerPath(reader: TokenReader): JsonPath {
  if (reader.takeSign('@')) return { from: 'current', steps: parseSteps(reader) };
  if (reader.takeSign('$')) return { from: 'root', steps: parseSteps(reader) };
  throw reader.problem('"@", "$" or a value is expected');
}

/** A path or a value. */
export function parseOperand(reader: TokenReader): Operand {
  return startsLiteral(reader.next)
    ? { kind: 'literal', value: parseLiteral(reader) }
    : { kind: 'path', path: parseInnerPath(reader) };
}

function parseSteps(reader: TokenReader): readonly Step[] {
  const steps: Step[] = [];
  for (;;) {
    if (reader.takeSign('..')) {
      const selectors = reader.isSign('[') ? parseBrackets(reader) : [parseBare(reader)];
      steps.push({ deep: true, selectors });
    } else if (reader.takeSign('.')) {
      steps.push({ deep: false, selectors: [parseBare(reader)] });
    } else if (reader.isSign('[')) {
      steps.push({ deep: false, selectors: parseBrackets(reader) });
    } else {
      return steps;
    }
  }
}

function parseBare(reader: TokenReader): Selector {
  if (reader.takeSign('*')) return { kind: 'all' };
  const { at } = reader.next;
  const name = reader.takeName();
  if (name === undefined) {
    throw reader.problem(
      reader.next.kind === 'word'
        ? `"${reader.next.text}" is a word of the language: write it in brackets, as in ["${reader.next.text}"]`
        : 'a key or "*" is expected after the dot',
    );
  }
  return reader.isSign('(') ? parseCall(reader, name, at) : { kind: 'key', key: name };
}

function parseBrackets(reader: TokenReader): readonly Selector[] {
  reader.needSign('[');
  const selectors = [parseSelector(reader)];
  while (reader.takeSign(',')) selectors.push(parseSelector(reader));
  reader.needSign(']');
  return selectors;
}

function parseSelector(reader: TokenReader): Selector {
  const { kind, text, at } = reader.next;
  if (kind === 'text') {
    reader.advance();
    return { kind: 'key', key: text };
  }
  if (kind === 'number') {
    const index = reader.takeInteger();
    return reader.isSign(':') ? parseSlice(reader, index) : { kind: 'index', index };
  }
  if (reader.isSign(':')) return parseSlice(reader, undefined);
  if (reader.takeSign('*')) return { kind: 'all' };
  if (reader.takeSign('?')) {
    reader.needSign('(');
    const condition = parseCondition(reader, parseOperand);
    reader.needSign(')');
    return { kind: 'filter', condition };
  }
  if (reader.isSign('@') || reader.isSign('$')) {
    return { kind: 'path', path: parseInnerPath(reader) };
  }
  const name = reader.takeName();
  if (name !== undefined) {
    if (reader.isSign('(')) return parseCall(reader, name, at);
    throw new JsonPathProblem(at, `a key in brackets stands in double quotes: ["${name}"]`);
  }
  throw reader.problem('a key in double quotes, an index, "*" or a filter is expected');
}

function parseSlice(reader: TokenReader, start: number | undefined): Selector {
  reader.needSign(':');
  const end = reader.next.kind === 'number' ? reader.takeInteger() : undefined;
  const step =
    reader.takeSign(':') && reader.next.kind === 'number' ? reader.takeInteger() : undefined;
  return { kind: 'slice', start, end, step };
}

function parseCall(reader: TokenReader, name: string, at: number): Selector {
  reader.needSign('(');
  const operands: Operand[] = [];
  if (!reader.isSign(')')) {
    operands.push(parseOperand(reader));
    while (reader.takeSign(',')) operands.push(parseOperand(reader));
  }
  reader.needSign(')');
  const known = jsonPathFunctions.find((each) => each === name);
  if (known === undefined) {
    throw new JsonPathProblem(
      at,
      `there is no function ${name}(), only ${jsonPathFunctions.join('(), ')}():`,
    );
  }
  return { kind: 'call', name: known, operands };
}
