import { isJsonObject } from '@kube-delivery/shared/json/json';
import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import type { Rule } from '../rules.ts';
import { splitOutput } from './read-output.ts';
import { invalidYaml, notAnObject } from './rules.ts';

/** What Helm cannot read of what a template gave. */
export interface OutputFault {
  /** The template as Helm names it. */
  readonly source: string;
  /** All that it gave. */
  readonly text: string;
  /** Of that text; from 1. */
  readonly line: number;
  readonly rule: Rule;
  readonly message: string;
  /** Whether the line begins at the wrong column. */
  readonly isIndented: boolean;
}

/**
 * The faults of what templates gave, from the text that `helm template --debug` prints when it cannot
 * read it. `named` is the template that Helm refused, with its words.
 */
export function findInvalidOutput(
  output: string,
  named: { readonly template: string; readonly message: string },
): readonly OutputFault[] {
  const texts = splitOutput(output).filter(({ source }) => !source.endsWith('/NOTES.txt'));
  const faults = texts.flatMap(({ source, text }) => faultsIn(source, text));
  if (faults.some(({ source }) => source === named.template)) return faults;
  const text = texts.find(({ source }) => source === named.template)?.text ?? '';
  const message = `Helm cannot read what the template gives: ${named.message}`;
  return [
    ...faults,
    { source: named.template, text, line: 1, rule: invalidYaml, message, isIndented: false },
  ];
}

function faultsIn(source: string, text: string): readonly OutputFault[] {
  return splitDocuments(text).flatMap(({ document, firstLine }): OutputFault[] => {
    const fault = faultOf(document);
    return fault === undefined
      ? []
      : [{ source, text, ...fault, line: firstLine + fault.line - 1 }];
  });
}

const asHelm = { lastWins: true, roundsIntegers: true } as const;

function faultOf(document: string): Omit<OutputFault, 'source' | 'text'> | undefined {
  const { documents, problems } = readYaml(document, 'kubernetes', asHelm);
  const [problem] = problems;
  if (problem !== undefined) {
    const message = `what the template gives ${problem.message}`;
    const [, quote] = /closing (["'])/.exec(problem.message) ?? [];
    const line = quote === undefined ? problem.line : openingLine(document, problem.line, quote);
    return { line, rule: invalidYaml, message, isIndented: message.includes('indented') };
  }
  const [read] = documents;
  if (read === undefined || isJsonObject(read.value)) return undefined;
  const what = Array.isArray(read.value) ? 'a list' : 'plain text or a number';
  const message = `the template gives ${what}, not an object of Kubernetes`;
  return { line: read.lineOf(), rule: notAnObject, message, isIndented: false };
}

/** Where a quote opens that is not closed up to a line: the nearest line above with an odd one. */
function openingLine(document: string, line: number, quote: string): number {
  const lines = document.split('\n').slice(0, line);
  const isOdd = (text: string): boolean =>
    text.replaceAll(`\\${quote}`, '').split(quote).length % 2 === 0;
  return lines.findLastIndex(isOdd) + 1 || line;
}

/** Like Helm, which takes a template's text apart at each line that begins with three dashes. */
function splitDocuments(
  text: string,
): readonly { readonly document: string; readonly firstLine: number }[] {
  let firstLine = 1;
  return text.split(/^---[ \t]*/m).map((document) => {
    const part = { document, firstLine };
    firstLine += document.split('\n').length - 1;
    return part;
  });
}
