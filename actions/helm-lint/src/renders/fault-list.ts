import type { Finding } from '../finding.ts';
import type { LoadedChart } from '../loaded-chart.ts';
import type { TemplateFault } from './explain-error.ts';
import { findingOf } from './place-finding.ts';

/** Faults of one render: those of one line that several templates include are one finding. */
export class FaultList {
  readonly #faults = new Map<string, { fault: TemplateFault; includedAt: string[] }>();

  add(fault: TemplateFault): void {
    const { includedAt, message, place, rule } = fault;
    const key = JSON.stringify([rule.id, place.file?.path, place.line, message]);
    const known = this.#faults.get(key) ?? { fault, includedAt: [] };
    this.#faults.set(key, known);
    if (includedAt !== '' && !known.includedAt.includes(includedAt)) {
      known.includedAt.push(includedAt);
    }
  }

  findings(chart: LoadedChart, render: string): readonly Finding[] {
    return [...this.#faults.values()].map(({ fault, includedAt }) =>
      findingOf(chart, [render], { ...fault, message: `${fault.message}${inclusion(includedAt)}` }),
    );
  }
}

function inclusion([first, ...others]: readonly string[]): string {
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : ` and ${others.length} other places`;
  return `, included at ${first}${others.length === 1 ? ' and another place' : more}`;
}
