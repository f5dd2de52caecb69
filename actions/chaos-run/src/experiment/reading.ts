import { pointerTo } from './float-marks.ts';
import type { LoadedDocument } from './load-document.ts';
import type { PythonProvider } from './experiment.ts';
import type { ProgramWorld } from '../providers/process-problems.ts';

/** What an experiment may hold. */
export interface ExperimentRules {
  /** Why a Python function with these arguments cannot be called; undefined where it can. */
  pythonProblem(provider: PythonProvider, type: 'probe' | 'action'): string | undefined;
  readonly allowProcess: boolean;
  readonly allowHttp: boolean;
  readonly compat: 'strict' | 'chaostoolkit';
  /** Where the programs of processes are looked for; they are not without it. */
  readonly programs?: ProgramWorld;
}

/** Steps from the top of a document to one of its values. */
export type DocumentPath = readonly (string | number)[];

/** Something to say about a place of a document. */
export interface Finding {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** A document that is looked through, and what was found wrong with it. */
export class Reading {
  readonly document: LoadedDocument;
  readonly rules: ExperimentRules;
  readonly #problems: Finding[];
  readonly #warnings: Finding[];
  readonly #lenient: boolean;

  constructor(document: LoadedDocument, rules: ExperimentRules, lenientOf?: Reading) {
    this.document = document;
    this.rules = rules;
    this.#problems = lenientOf === undefined ? [] : lenientOf.#problems;
    this.#warnings = lenientOf === undefined ? [] : lenientOf.#warnings;
    this.#lenient = lenientOf !== undefined;
  }

  /** The same reading, for parts that Chaos Toolkit does not validate: problems are warnings there. */
  lenient(): Reading {
    return new Reading(this.document, this.rules, this);
  }

  /** The experiment cannot be run. */
  refuse(path: DocumentPath, message: string): void {
    (this.#lenient ? this.#warnings : this.#problems).push(this.#find(path, message));
  }

  /** The experiment must not be run, in every part of it. */
  forbid(path: DocumentPath, message: string): void {
    this.#problems.push(this.#find(path, message));
  }

  /** The experiment can be run, but not all of it means what one would think. */
  warn(path: DocumentPath, message: string): void {
    this.#warnings.push(this.#find(path, message));
  }

  /** Whether Python holds the number at `path` for a float, though it is whole. */
  isFloat(path: DocumentPath): boolean {
    return this.document.floats.has(pointerTo(path));
  }

  /** In the order of the document, each once. */
  get problems(): readonly Finding[] {
    return inOrder(this.#problems);
  }

  /** In the order of the document, each once. */
  get warnings(): readonly Finding[] {
    return inOrder(this.#warnings);
  }

  #find(path: DocumentPath, message: string): Finding {
    return { line: this.document.lineOf(path), message };
  }
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const unique = new Map(findings.map((each) => [`${each.line}:${each.message}`, each]));
  return [...unique.values()].sort((a, b) => a.line - b.line);
}
