import type { Finding } from '../finding.ts';
import type { LoadedChart, ValueSet } from '../loaded-chart.ts';
import { sourceNamed } from '../marks/chart-sources.ts';
import type { SourceFile } from '../marks/chart-sources.ts';
import {
  blankTemplate,
  includesOneOf,
  isPartial,
  namesDefinedIn,
  spreadNames,
} from './blank-template.ts';
import { explainError } from './explain-error.ts';
import { explainFailure } from './explain-failure.ts';
import { FaultList } from './fault-list.ts';
import type { HelmError } from './helm-error.ts';
import { explainCycle, findIncludeCycle } from './include-cycle.ts';
import { findInvalidOutput } from './invalid-output.ts';
import { shownPlace } from './place-finding.ts';
import { placeOutputLines } from './place-output-line.ts';
import type { RenderWorld } from './render-world.ts';
import { unknownInclude } from './rules.ts';
import { findUnknownHooks } from './unknown-hooks.ts';
import { templatesOf } from './chart-templates.ts';

/** Which render of a chart it is. */
export interface RenderIdentity {
  readonly chart: LoadedChart;
  readonly set: ValueSet;
  readonly kubernetesVersion: string | undefined;
}

/** One render of a chart, from which the templates that fail are taken out one after the other. */
export class BrokenRender {
  readonly #render: RenderIdentity;
  readonly #world: RenderWorld;
  readonly #faults = new FaultList();
  readonly #replaced = new Map<string, string>();
  /** Templates that stand in a file that cannot be read. */
  readonly #lostNames: string[] = [];

  constructor(render: RenderIdentity, world: RenderWorld) {
    this.#render = render;
    this.#world = world;
  }

  /** The files that were taken out, as `copyChart` takes them. */
  get replaced(): ReadonlyMap<string, string> {
    return new Map(this.#replaced);
  }

  /** What was found wrong so far. */
  findings(): readonly Finding[] {
    return this.#faults.findings(this.#render.chart, this.#render.set.name);
  }

  /** Takes in what Helm said besides when it rendered the chart. */
  takeRemarks(stderr: string): void {
    for (const fault of findUnknownHooks(this.#render.chart, stderr)) this.#faults.add(fault);
  }

  /**
   * Takes an error of Helm's in, and the templates out that fail. False where there is nothing that
   * could be taken out.
   */
  async take(error: HelmError, output: string): Promise<boolean> {
    const { chart, set } = this.#render;
    switch (error.kind) {
      case 'parse':
        this.#faults.add(explainError(chart, error));
        return this.#loseFile(error.point.template);
      case 'execution': {
        const fault = explainError(chart, error);
        const isLost = this.#lostNames.some((name) => fault.message.includes(JSON.stringify(name)));
        if (fault.rule !== unknownInclude || !isLost) this.#faults.add(fault);
        return this.#blank(error.template);
      }
      case 'demand':
        this.#faults.add(explainError(chart, error));
        return this.#blank(error.point.template);
      case 'output':
        return this.#takeOutput(error, output);
      case 'endless': {
        const cycle = findIncludeCycle(chart);
        this.#faults.add(explainCycle(cycle));
        return cycle !== undefined && this.#loseNames([cycle.name]);
      }
      case 'kube-version':
      case 'dependencies':
      case 'values-schema':
      case 'other': {
        const fault = explainFailure(chart, set, error);
        if (fault !== undefined) this.#faults.add({ ...fault, includedAt: '' });
        return false;
      }
    }
  }

  async #takeOutput(
    error: Extract<HelmError, { readonly kind: 'output' }>,
    output: string,
  ): Promise<boolean> {
    const faults = findInvalidOutput(output, error);
    const render = { ...this.#render, replaced: this.replaced };
    const places = await placeOutputLines(render, faults, this.#world);
    for (const [index, { message, rule }] of faults.entries()) {
      const found = places[index];
      if (found === undefined) continue;
      const hint =
        'See what it gives with helm template --debug, and check how its lines are indented';
      const { includedAt, place } = found;
      const shown = includedAt === undefined ? '' : shownPlace(includedAt);
      this.#faults.add({ rule, place, message, hint, includedAt: shown });
    }
    const sources = [...new Set(faults.map(({ source }) => source))];
    return sources.map((source) => this.#blank(source)).some(Boolean);
  }

  #blank(template: string): boolean {
    const file = sourceNamed(this.#render.chart, template);
    return file !== undefined && this.#replace(file, blankTemplate(file.text));
  }

  #loseFile(template: string): boolean {
    const file = sourceNamed(this.#render.chart, template);
    if (file === undefined || !this.#replace(file, blankTemplate(''))) return false;
    this.#loseNames(namesDefinedIn(file.text));
    return true;
  }

  /** Templates that include one of these would fail for that alone: they are taken out with them. */
  #loseNames(names: readonly string[]): boolean {
    const { chart } = this.#render;
    const others = templatesOf(chart).filter(({ path }) => !this.#replaced.has(path));
    const lost = spreadNames(names, others);
    this.#lostNames.push(...lost);
    return others
      .filter((other) => !isPartial(other) && includesOneOf(other.text, lost))
      .map((other) => this.#replace(other, blankTemplate(other.text)))
      .some(Boolean);
  }

  /** False where that was done before: it would go round in circles. */
  #replace({ path }: SourceFile, text: string): boolean {
    if (this.#replaced.get(path) === text) return false;
    this.#replaced.set(path, text);
    return true;
  }
}
