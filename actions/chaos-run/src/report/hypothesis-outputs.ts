import { numberAt, stringAt } from '@kube-delivery/shared/json/json';
import { codeBlock, details, empty, text } from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import { formatDuration } from '@kube-delivery/shared/time/duration';
import type { EngineResult } from '../engine/engine.ts';
import { failureOf } from '../engine/failure.ts';
import type { ActivityRun } from '../journal/journal.ts';
import { isOwnProbe } from '../journal/own-probe.ts';

const mostCharacters = 300;

/** What the probes of the hypothesis gave before and after the method, folded. */
export function describeHypothesis({ journal }: EngineResult): Markdown {
  const { before, after } = journal.steady_states;
  const states = { before, after };
  const lines = Object.entries(states).flatMap(([when, state]) =>
    (state?.probes ?? []).map((entry) => {
      const met = entry.tolerance_met === true ? 'met' : 'not met';
      const name = stringAt(entry.activity, 'name') ?? '';
      return `${when.padEnd(6)}  ${met.padEnd(7)}  ${name}: ${foundBy(entry)}`;
    }),
  );
  if (lines.length === 0) return empty();
  return details(text('What the probes of the hypothesis gave'), codeBlock(lines.join('\n')));
}

function foundBy(entry: ActivityRun): string {
  const failure = failureOf(entry);
  if (failure !== undefined) return cut(failure);
  if (!isOwnProbe(entry)) return cut(JSON.stringify(entry.output));
  const latency = numberAt(entry.output, 'latency_ms');
  const reason = stringAt(entry.output, 'reason') ?? '';
  return [reason, latency === undefined ? '' : `in ${formatDuration(latency)}`]
    .filter((part) => part !== '')
    .join('; ');
}

function cut(line: string): string {
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line;
}
