import { LineCounter, isMap, isPair, isScalar, parseAllDocuments, visit } from 'yaml';
import type { Document, Pair, ParseOptions, SchemaOptions, YAMLParseError } from 'yaml';
import { messageOf } from '../action/errors.ts';
import type { Json } from '../json/json.ts';
import { roundingScalarTags, scalarTags } from './yaml-schema.ts';

const mostCharacters = 10 * 1024 * 1024;
const mostAliases = 1000;

/** One document of a YAML text. */
export interface YamlDocument {
  readonly value: Json;
  /** The line, from 1, where the value at `path` begins, or the nearest one above that is there. */
  lineOf(...path: readonly (string | number)[]): number;
}

/**
 * How plain scalars are read: as kubectl and Helm do, where `n` and `on` are booleans and `0644` is
 * 420, or by YAML 1.2's core schema, for structures of this suite's own.
 */
export type YamlDialect = 'kubernetes' | 'core';

const dialects: Readonly<Record<YamlDialect, SchemaOptions>> = {
  kubernetes: { schema: 'failsafe', customTags: [...scalarTags] },
  core: { schema: 'core' },
};

/** What may be let pass in a text that its reader cannot change. */
export interface YamlLeniency {
  /** Of a key that stands twice in a map the last value counts, as for kubectl and Helm. */
  readonly lastWins?: boolean;
  /** An integer above 2^53 becomes the nearest number, as for Helm's values. */
  readonly roundsIntegers?: boolean;
}

/** What stands in the way of reading a YAML text. */
export interface YamlProblem {
  readonly line: number;
  readonly message: string;
}

/** The documents of a text that could be read, and the problems of those that could not. */
export interface YamlReading {
  readonly documents: readonly YamlDocument[];
  readonly problems: readonly YamlProblem[];
}

/**
 * Reads all documents of a YAML or JSON text as kubectl and Helm would; empty ones are left out.
 * Stricter than they are in two points: a key that stands twice in a map is a problem, as one of its
 * values would be lost, and so is an integer above 2^53. Texts over 10 MiB, chains of aliases that
 * multiply and nesting deeper than the stack allows are problems too, not crashes.
 */
export function readYaml(
  text: string,
  dialect: YamlDialect = 'kubernetes',
  { lastWins = false, roundsIntegers = false }: YamlLeniency = {},
): YamlReading {
  if (text.length > mostCharacters) {
    return { documents: [], problems: [{ line: 1, message: 'is larger than 10 MiB' }] };
  }
  const lines = new LineCounter();
  const documents: YamlDocument[] = [];
  const problems: YamlProblem[] = [];
  const schema =
    roundsIntegers && dialect === 'kubernetes'
      ? { ...dialects.kubernetes, customTags: [...roundingScalarTags] }
      : dialects[dialect];
  for (const parsed of parse(text, { ...schema, uniqueKeys: !lastWins }, lines)) {
    const read = 'line' in parsed ? parsed : toValue(parsed, lines);
    if ('line' in read) problems.push(read);
    else if (read.value !== null)
      documents.push({ value: read.value, lineOf: liner(parsed, lines) });
  }
  return { documents, problems };
}

function parse(
  text: string,
  options: SchemaOptions & ParseOptions,
  lineCounter: LineCounter,
): (Document.Parsed | YamlProblem)[] {
  try {
    const parsed = parseAllDocuments(text, {
      ...options,
      prettyErrors: false,
      logLevel: 'silent',
      lineCounter,
    });
    return 'empty' in parsed ? [] : parsed;
  } catch (error) {
    if (isStackOverflow(error)) return [{ line: 1, message: 'is nested too deeply' }];
    throw error;
  }
}

function toValue(
  document: Document.Parsed,
  lines: LineCounter,
): { readonly value: Json } | YamlProblem {
  const [error] = document.errors;
  if (error) return toProblem(error, document.errors, lines);
  try {
    const fault = findFault(document);
    if (fault !== undefined) {
      const { line } = lines.linePos(fault.offset);
      return { line, message: `is not valid YAML: ${fault.message}` };
    }
    return { value: document.toJS({ maxAliasCount: mostAliases }) as Json };
  } catch (problem) {
    const { line } = lines.linePos(document.range[0]);
    if (isStackOverflow(problem)) return { line, message: 'is nested too deeply' };
    return { line, message: `is not valid YAML: ${messageOf(problem)}` };
  }
}

type SyntaxFault = Pick<YAMLParseError, 'code' | 'message' | 'pos'>;

function toProblem(
  first: SyntaxFault,
  all: readonly SyntaxFault[],
  lines: LineCounter,
): YamlProblem {
  // The library gives the line where the value before began; the fault is on the line of the key.
  const misplaced = all.find((error) => error.code === 'MULTILINE_IMPLICIT_KEY');
  if (misplaced) {
    const { line } = lines.linePos(misplaced.pos[1]);
    const message = 'no key can begin here; check how this line and the ones above are indented';
    return { line, message: `is not valid YAML: ${message}` };
  }
  const { line } = lines.linePos(first.pos[0]);
  if (isStackOverflow(first)) return { line, message: 'is nested too deeply' };
  return { line, message: `is not valid YAML: ${first.message}` };
}

/** What the library would take, or report without a position. */
function findFault(
  document: Document.Parsed,
): { readonly offset: number; readonly message: string } | undefined {
  let fault: { offset: number; message: string } | undefined;
  const report = (node: unknown, message: string): symbol => {
    fault = { offset: startOf(node) ?? document.range[0], message };
    return visit.BREAK;
  };
  visit(document, {
    Pair: (_, { key }: Pair) =>
      isScalar(key) && key.value !== null
        ? undefined
        : report(key, 'a key must be text, a number or a boolean'),
    Alias: (_, alias) =>
      alias.resolve(document) === undefined
        ? report(alias, `there is no anchor for the alias *${alias.source}`)
        : undefined,
  });
  return fault;
}

function liner(
  document: Document.Parsed | YamlProblem,
  lines: LineCounter,
): YamlDocument['lineOf'] {
  return (...path) => {
    if ('line' in document) return document.line;
    for (let length = path.length; length >= 0; length -= 1) {
      const offset = startOf(document.getIn(path.slice(0, length), true));
      if (offset !== undefined) return lines.linePos(offset).line;
    }
    return 1;
  };
}

function startOf(node: unknown): number | undefined {
  if (isPair(node)) return startOf(node.key);
  if (isMap(node) || (typeof node === 'object' && node !== null && 'range' in node)) {
    const { range } = node as { readonly range?: readonly number[] | null };
    return range?.[0];
  }
  return undefined;
}

function isStackOverflow(thrown: unknown): boolean {
  return messageOf(thrown).includes('call stack size exceeded');
}
