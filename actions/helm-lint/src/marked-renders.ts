import type { LintWorld } from './lint-world.ts';
import type { LoadedChart } from './loaded-chart.ts';
import { openLocator } from './marks/locator.ts';
import type { Locator } from './marks/locator.ts';
import { markChart } from './marks/mark-chart.ts';
import type { MarkedChart } from './marks/mark-chart.ts';
import { renderCopy } from './renders/render-copy.ts';
import type { RenderOutcome } from './renders/render-outcome.ts';

/** Renders a chart with marks, once for each render that a line is looked for in. */
export class MarkedRenders {
  readonly #chart: LoadedChart;
  readonly #world: LintWorld;
  readonly #locators = new Map<RenderOutcome, Promise<Locator>>();

  constructor(chart: LoadedChart, world: LintWorld) {
    this.#chart = chart;
    this.#world = world;
  }

  /** Finds the lines of what an outcome of this chart has. */
  locatorOf(outcome: RenderOutcome): Promise<Locator> {
    const known = this.#locators.get(outcome);
    if (known !== undefined) return known;
    const opening = this.#open(outcome);
    this.#locators.set(outcome, opening);
    return opening;
  }

  async #open(outcome: RenderOutcome): Promise<Locator> {
    const input = { chart: this.#chart, set: outcome.set, truth: outcome.output };
    for (const defines of [true, false]) {
      const markedChart = markChart(this.#chart, { defines, replaced: outcome.replaced });
      const marked = await this.#render(outcome, markedChart);
      if (marked !== undefined) return openLocator({ ...input, marked, markedChart });
    }
    return openLocator(input);
  }

  /** Undefined where the marks themselves break the render. */
  async #render(
    { kubernetesVersions, set }: RenderOutcome,
    { files }: MarkedChart,
  ): Promise<string | undefined> {
    const { error, output } = await renderCopy(
      { chart: this.#chart, set, kubernetesVersion: kubernetesVersions[0], replaced: files },
      this.#world,
    );
    return error === undefined ? output : undefined;
  }
}
