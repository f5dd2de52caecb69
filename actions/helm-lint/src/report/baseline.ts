import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { Finding } from '../finding.ts';

/** An accepted finding: what of it stays when lines move. */
export type BaselineEntry = Pick<
  Finding,
  'rule' | 'chart' | 'object' | 'path' | 'file' | 'message'
>;

/** The entries of a baseline, or what is wrong with its text. */
export type BaselineReading =
  { readonly entries: readonly BaselineEntry[] } | { readonly problem: string };

/** Findings parted by a baseline. */
export interface Parted {
  readonly fresh: readonly Finding[];
  readonly accepted: readonly Finding[];
  /** Entries that no finding has any longer. */
  readonly gone: readonly BaselineEntry[];
}

const fields = ['rule', 'chart', 'object', 'path', 'file', 'message'] as const;

/**
 * Reads a baseline: JSON with a list `findings`, and perhaps another one `accepted`. The report of a
 * run is such a file: its findings, and those that its own baseline had.
 */
export function readBaseline(text: string): BaselineReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'is not JSON' };
  }
  if (!isJsonObject(value) || !Array.isArray(value.findings)) {
    return { problem: 'has no list findings; take the report of a run' };
  }
  const { accepted = [], findings } = value;
  if (!Array.isArray(accepted)) return { problem: 'has an accepted that is no list' };
  const entries: BaselineEntry[] = [];
  for (const [list, items] of Object.entries({ findings, accepted })) {
    for (const [index, item] of (items as readonly Json[]).entries()) {
      const entry = readEntry(item);
      if ('problem' in entry) return { problem: `${list}[${index}] ${entry.problem}` };
      entries.push(entry);
    }
  }
  return { entries };
}

function readEntry(item: Json): BaselineEntry | { readonly problem: string } {
  if (!isJsonObject(item)) return { problem: 'is not an object' };
  const { chart, file, message, object, path, rule } = item;
  const texts = { rule, chart, object, path, file, message };
  const entry: Partial<Record<keyof BaselineEntry, string>> = {};
  for (const field of fields) {
    const text = texts[field];
    if (typeof text !== 'string') return { problem: `has no text ${field}` };
    entry[field] = text;
  }
  return { rule: '', chart: '', object: '', path: '', file: '', message: '', ...entry };
}

/**
 * Parts findings into those that a baseline has and the others. Each entry accepts one finding of its
 * rule, file, object and field, whatever its line; where there is no object and no field, the message
 * must be the same, numbers apart. Of charts that are not `linted` no entry is gone.
 */
export function partByBaseline(
  findings: readonly Finding[],
  entries: readonly BaselineEntry[],
  linted: readonly string[],
): Parted {
  const open = new Map<string, BaselineEntry[]>();
  for (const entry of entries) {
    const key = lastingKey(entry);
    open.set(key, [...(open.get(key) ?? []), entry]);
  }
  const fresh: Finding[] = [];
  const accepted: Finding[] = [];
  for (const finding of findings) {
    const isAccepted = open.get(lastingKey(finding))?.shift() !== undefined;
    (isAccepted ? accepted : fresh).push(finding);
  }
  const gone = [...open.values()].flat().filter(({ chart }) => linted.includes(chart));
  return { fresh, accepted, gone };
}

/** The same for a finding and for what it has become when only its line has changed. */
export function lastingKey({ rule, chart, object, path, file, message }: BaselineEntry): string {
  const about = object === '' && path === '' ? message.replace(/\d+/g, '0') : '';
  return JSON.stringify([rule, chart, object, path, file, about]);
}

/** A finding as a baseline and the report have it. */
export function findingJson(finding: Finding): JsonObject {
  const { rule, severity, chart, renders, object, path, file, line, column, message, hint } =
    finding;
  return { rule, severity, chart, renders, object, path, file, line, column, message, hint };
}
