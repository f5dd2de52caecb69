import type { LoadedChart } from '../loaded-chart.ts';
import { sourceNamed } from '../marks/chart-sources.ts';
import type { SourceFile } from '../marks/chart-sources.ts';
import { lexTemplate } from '../marks/lex-template.ts';
import { positionAt } from '../marks/text-position.ts';
import type { TemplatePoint } from './helm-error.ts';
import type { FaultPlace } from './place-finding.ts';
import { templatesOf } from './chart-templates.ts';

/** A `required` or `fail` that stopped Helm. */
export interface Demand {
  readonly word: 'required' | 'fail';
  readonly place: FaultPlace;
  /** Whether it stands in the line that Helm named. */
  readonly isDirect: boolean;
}

/**
 * The `required` or `fail` behind a message. Helm names the line of the first template only; where that
 * one includes others, the action is looked for by the text that it gives. Undefined where no action,
 * or more than one, can have given it.
 */
export function findDemand(
  chart: LoadedChart,
  point: TemplatePoint,
  message: string,
): Demand | undefined {
  const file = sourceNamed(chart, point.template);
  const here = file === undefined ? [] : demandsIn(file);
  const direct = here.find(
    ({ endLine, place }) => place.line <= point.line && point.line <= endLine && isAt(place, point),
  );
  if (direct !== undefined) return { ...direct, isDirect: true };
  const giving = templatesOf(chart)
    .flatMap(demandsIn)
    .filter(({ literals }) => literals.some((literal) => gives(literal, message)));
  const [only] = giving;
  return giving.length !== 1 || only === undefined ? undefined : { ...only, isDirect: false };
}

interface WrittenDemand extends Omit<Demand, 'isDirect'> {
  readonly endLine: number;
  readonly literals: readonly string[];
}

function isAt({ column, line }: FaultPlace, point: TemplatePoint): boolean {
  return line < point.line || column <= point.column;
}

function demandsIn(file: SourceFile): readonly WrittenDemand[] {
  const { text } = file;
  return (lexTemplate(text) ?? []).flatMap(({ end, inner, kind, start }) => {
    const [word] = /\b(?:required|fail)\b/.exec(inner.replace(strings, '""')) ?? [];
    if (kind !== 'action' || (word !== 'required' && word !== 'fail')) return [];
    const literals = [...inner.matchAll(strings)].map(([literal]) => unquoted(literal));
    const place = { file, ...positionAt(text, start) };
    return [{ word, place, endLine: positionAt(text, end).line, literals }];
  });
}

const strings = /"(?:[^"\\\n]|\\.)*"|`[^`]*`/g;

function unquoted(literal: string): string {
  if (literal.startsWith('`')) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal.slice(1, -1);
  }
}

/** Whether a text, or a format of printf's, can become the message. */
function gives(literal: string, message: string): boolean {
  if (literal.trim() === message) return true;
  const fixed = literal.trim().split(/%[-+# 0-9.]*[a-zA-Z]/);
  if (fixed.length < 2 || fixed.join('').trim().length < 4) return false;
  const pattern = fixed.map((part) => part.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join('[^]*');
  return new RegExp(`^${pattern}$`).test(message);
}
