import { LineCounter, isAlias, isMap, isScalar, isSeq, parseAllDocuments, visit } from 'yaml';
import type { Document, Node, Pair, YAMLMap } from 'yaml';
import { messageOf } from '@kube-delivery/shared/action/errors';
import type { Json } from '@kube-delivery/shared/json/json';
import { pointerTo } from './float-marks.ts';
import { numberText } from './python-text.ts';
import { readPlainScalar, readTaggedScalar } from './yaml-scalar.ts';
import type { ReadScalar } from './yaml-scalar.ts';

/** What a text holds, and the pointers to its floats. */
export interface LoadedValue {
  readonly value: Json;
  readonly floats: ReadonlySet<string>;
}

/** Why a text cannot be read. */
export interface LoadProblem {
  readonly line: number;
  readonly message: string;
}

const tooDeep: LoadProblem = { line: 1, message: 'is nested too deeply' };
const mostNodes = 200_000;
const mapTag = 'tag:yaml.org,2002:map';
const listTag = 'tag:yaml.org,2002:seq';

class Fault extends Error {
  readonly node: unknown;

  constructor(node: unknown, message: string) {
    super(message);
    this.node = node;
  }
}

/**
 * Reads a YAML text as PyYAML's `safe_load` does: of a key that stands twice the last value counts, and
 * what `<<` merges comes first and is overridden. A key that is no text gets the text that JSON has for
 * it. More than one document, recursion and tags of Python are problems.
 */
export function loadYaml(text: string): LoadedValue | LoadProblem {
  const lines = new LineCounter();
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  try {
    const parsed = parseAllDocuments(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
      lineCounter: lines,
    });
    const documents = 'empty' in parsed ? [] : parsed;
    const error = documents.flatMap(({ errors }) => errors)[0];
    if (error !== undefined) {
      if (isStackOverflow(error)) return tooDeep;
      return { line: lineAt(error.pos[0]), message: `is not valid YAML: ${error.message}` };
    }
    const [document, second] = documents;
    if (second !== undefined) {
      const message = 'holds more than one YAML document; split it into files';
      return { line: lineAt(second.range[0]), message };
    }
    return document === undefined
      ? { value: null, floats: new Set() }
      : new Construction(document).run();
  } catch (thrown) {
    if (isStackOverflow(thrown)) return tooDeep;
    if (!(thrown instanceof Fault)) throw thrown;
    const line = lineAt(startOf(thrown.node) ?? 0);
    return { line, message: `is not valid YAML: ${thrown.message}` };
  }
}

/** Turns one document's nodes into values. */
class Construction {
  readonly #document: Document.Parsed;
  readonly #floats = new Set<string>();
  readonly #open = new Set<unknown>();
  #nodes = 0;

  constructor(document: Document.Parsed) {
    this.#document = document;
  }

  run(): LoadedValue {
    checkAnchors(this.#document);
    return { value: this.#value(this.#document.contents, ''), floats: this.#floats };
  }

  #value(given: unknown, pointer: string): Json {
    const node = this.#follow(given);
    if (node === null) return null;
    this.#nodes += 1;
    if (this.#nodes > mostNodes) throw new Fault(given, 'aliases make it too large');
    if (this.#open.has(node)) throw new Fault(given, 'an anchor must not contain its own alias');
    this.#open.add(node);
    try {
      if (isScalar(node)) return this.#scalar(node, pointer);
      if (isMap(node)) return this.#map(node, pointer);
      if (!isSeq(node)) throw new Fault(node, 'this is no value');
      checkTag(node, listTag);
      return node.items.map((item, index) => this.#value(item, `${pointer}/${index}`));
    } finally {
      this.#open.delete(node);
    }
  }

  #scalar(node: Node, pointer: string): Json {
    const { value, float } = readScalar(node);
    this.#floats.delete(pointer);
    if (float && Number.isInteger(value)) this.#floats.add(pointer);
    return value;
  }

  #map(node: YAMLMap, pointer: string): Json {
    checkTag(node, mapTag);
    const values = new Map<string, Json>();
    for (const { key, value } of this.#pairs(node)) {
      const name = keyText(this.#follow(key));
      values.set(name, this.#value(value, pointer + pointerTo([name])));
    }
    return Object.fromEntries(values);
  }

  // What is merged stands first; of several sources the first wins, so it comes last.
  #pairs(node: YAMLMap): readonly Pair[] {
    const merged: Pair[] = [];
    const own: Pair[] = [];
    for (const pair of node.items) {
      if (!isMergeKey(pair.key)) {
        own.push(pair);
        continue;
      }
      const source = this.#follow(pair.value);
      const sources = isSeq(source) ? source.items.toReversed() : [source];
      for (const each of sources) {
        const map = this.#follow(each);
        if (!isMap(map) || this.#open.size > 1000) {
          throw new Fault(pair.key, 'only a map, or a list of maps, can be merged by <<');
        }
        merged.push(...this.#guarded(map, () => this.#pairs(map)));
      }
    }
    return [...merged, ...own];
  }

  #guarded<Result>(node: unknown, work: () => Result): Result {
    if (this.#open.has(node)) throw new Fault(node, 'a map must not merge itself by <<');
    this.#open.add(node);
    try {
      return work();
    } finally {
      this.#open.delete(node);
    }
  }

  #follow(node: unknown): unknown {
    if (!isAlias(node)) return node ?? null;
    const found = node.resolve(this.#document);
    if (found === undefined)
      throw new Fault(node, `there is no anchor for the alias *${node.source}`);
    return found;
  }
}

function readScalar(node: Node): ReadScalar {
  if (!isScalar(node)) throw new Fault(node, 'a key must be text, a number or a boolean');
  // The value of a tag that the library knows is not a text any more.
  const text = node.source ?? (typeof node.value === 'string' ? node.value : '');
  try {
    if (node.tag !== undefined) return readTaggedScalar(text, node.tag);
    return node.type === undefined || node.type === 'PLAIN'
      ? readPlainScalar(text)
      : { value: text, float: false };
  } catch (error) {
    throw new Fault(node, messageOf(error));
  }
}

function keyText(node: unknown): string {
  if (node === null) return 'null';
  // `=` is a text where it is a key.
  if (isScalar(node) && node.tag === undefined && node.value === '=') return '=';
  if (!isScalar(node)) throw new Fault(node, 'a key must be text, a number or a boolean');
  const { value, float } = readScalar(node);
  return typeof value === 'number' ? numberText(value, float) : String(value);
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN' && key.tag === undefined;
}

function checkTag(node: Node & { readonly tag?: string }, wanted: string): void {
  if (node.tag === undefined || node.tag === wanted) return;
  throw new Fault(node, `the tag ${node.tag} is not one that an experiment may have`);
}

function checkAnchors(document: Document.Parsed): void {
  const seen = new Set<string>();
  visit(document, {
    Value: (_, node) => {
      const { anchor } = node;
      if (anchor === undefined) return;
      if (seen.has(anchor)) throw new Fault(node, `the anchor &${anchor} stands twice`);
      seen.add(anchor);
    },
  });
}

function isStackOverflow(thrown: unknown): boolean {
  return messageOf(thrown).includes('call stack size exceeded');
}

function startOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node)) return undefined;
  const { range } = node as { readonly range?: readonly number[] | null };
  return range?.[0];
}
