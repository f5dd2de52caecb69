import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureTools } from '../cluster/index.ts';
import { renders, writeCharts } from './support/bench-charts.ts';
import { figureTable } from './support/figures.ts';
import { lintBundle, lintEnvironment, readOutputs } from './support/lint-run.ts';
import { runMeasured } from './support/measured-process.ts';
import type { MeasuredProcess } from './support/measured-process.ts';

const small = 20;
const large = 200;

/** What helm-lint takes in memory for 200 charts, and in time against 20. */
export async function helmLintScale(): Promise<string> {
  const { helm } = await ensureTools(['helm']);
  const few = await lintMany(helm, small);
  const many = await lintMany(helm, large);
  return figureTable('scale of helm-lint', [
    {
      what: `most memory with ${large} charts`,
      measured: many.memory,
      limit: 300,
      unit: 'MB',
    },
    {
      what: `time of ${large} against ${small} charts`,
      measured: many.wall / few.wall,
      limit: large / small,
      unit: '×',
      detail: `${many.wall.toFixed(2)} s / ${few.wall.toFixed(2)} s`,
    },
  ]);
}

async function lintMany(helm: string, charts: number): Promise<MeasuredProcess> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-bench-'));
  try {
    const workspace = path.join(folder, 'charts');
    writeCharts(workspace, charts);
    const environment = lintEnvironment(workspace, helm);
    const measured = await runMeasured(lintBundle, environment);
    const outputs = readOutputs(environment);
    if (outputs.renders !== String(charts * renders.length)) {
      throw new Error(`helm-lint did not do what is measured: ${JSON.stringify(outputs)}`);
    }
    return measured;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
