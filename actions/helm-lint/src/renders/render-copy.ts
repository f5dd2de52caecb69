import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { copyChart } from '../charts/copy-chart.ts';
import type { LoadedChart, ValueSet } from '../loaded-chart.ts';
import { runTemplate } from './helm-template.ts';
import type { TemplateRun } from './helm-template.ts';
import type { RenderWorld } from './render-world.ts';

/** A render of a chart of which some files have another text. */
export interface CopyRequest {
  readonly chart: LoadedChart;
  readonly set: ValueSet;
  readonly kubernetesVersion: string | undefined;
  /** As `copyChart` takes it. */
  readonly replaced: ReadonlyMap<string, string>;
}

/** Runs `helm template` on a copy of a chart, which is removed afterwards. */
export async function renderCopy(
  { chart, kubernetesVersion, replaced, set }: CopyRequest,
  world: Pick<RenderWorld, 'helm' | 'signal' | 'temp'>,
): Promise<TemplateRun> {
  const folder = mkdtempSync(path.join(world.temp, 'chart-'));
  try {
    const copy = path.join(folder, 'copy');
    copyChart(chart, replaced, copy);
    return await runTemplate({ chart, folder: copy, kubernetesVersion, set }, world);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
