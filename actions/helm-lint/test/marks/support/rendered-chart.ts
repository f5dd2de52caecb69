import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';
import { ensureTools } from '../../../../../test/cluster/index.ts';
import { copyChart } from '../../../src/charts/copy-chart.ts';
import { loadChart } from '../../../src/charts/load-chart.ts';
import type { LoadedChart, ValueSet } from '../../../src/loaded-chart.ts';
import { openLocator, type Location } from '../../../src/marks/locator.ts';
import { markChart, type MarkedChart } from '../../../src/marks/mark-chart.ts';
import type { FieldPath, RenderedObject, RenderedProblem } from '../../../src/rendered-object.ts';
import { readOutput } from '../../../src/renders/read-output.ts';
import { RenderedDocuments } from '../../../src/renders/rendered-documents.ts';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A folder that is gone after the tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'helm-lint-marks-'));
  folders.push(folder);
  return folder;
}

/** Paths below the workspace to texts. */
export type Files = Readonly<Record<string, string>>;

/** A workspace of its own with these files. */
export function workspaceWith(files: Files): string {
  const workspace = temporaryFolder();
  for (const [file, text] of Object.entries(files)) {
    const target = path.join(workspace, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  return workspace;
}

/** Packs a folder of the workspace as `helm package` does. */
export async function pack(workspace: string, folder: string, into: string): Promise<void> {
  const { helm } = await ensureTools(['helm']);
  execFileSync(helm, ['package', folder, '-d', into], { cwd: workspace, stdio: 'pipe' });
}

/** The chart in the folder `shop` of a workspace. */
export function shopOf(workspace: string): LoadedChart {
  const chart = loadChart(workspace, 'shop');
  if ('rule' in chart) throw new Error(chart.message);
  return chart;
}

/** A chart rendered as it is, and with marks. */
export interface RenderedChart {
  readonly chart: LoadedChart;
  readonly truth: string;
  readonly marked: string;
  readonly markedChart: MarkedChart;
  readonly objects: readonly RenderedObject[];
  /** Where a problem of the object `kind/name` is, as `file:line suffix`. */
  where(object: string, problem: Wanted): string;
  locate(object: string, problem: Wanted): Location;
}

/** A problem, by what the locator looks at. */
export interface Wanted {
  readonly path: FieldPath;
  readonly about?: RenderedProblem['about'];
  readonly rule?: string;
  /** Which one of several objects of the name. */
  readonly nth?: number;
}

/** Renders the chart `shop` with Helm itself. */
export async function renderShop(
  workspace: string,
  { set = defaults, defines = true }: { readonly set?: ValueSet; readonly defines?: boolean } = {},
): Promise<RenderedChart> {
  const { helm } = await ensureTools(['helm']);
  const chart = shopOf(workspace);
  const render = (folder: string): string =>
    execFileSync(
      helm,
      [
        'template',
        'release',
        folder,
        ...set.files.flatMap((file) => ['-f', path.join(chart.absolute, file)]),
      ],
      { encoding: 'utf8', stdio: 'pipe' },
    );
  const markedChart = markChart(chart, { defines });
  const copies = temporaryFolder();
  copyChart(chart, new Map(), path.join(copies, 'plain'));
  copyChart(chart, markedChart.files, path.join(copies, 'marked'));
  const truth = render(path.join(copies, 'plain'));
  const marked = render(path.join(copies, 'marked'));
  const { objects } = readOutput(truth, new RenderedDocuments());
  const locator = openLocator({ chart, set, truth, marked, markedChart });
  const locate = (
    object: string,
    { path: at, about = 'value', rule = 'policy/any', nth = 0 }: Wanted,
  ): Location => {
    const subject = objects.filter(
      (each) => `${each.object.kind}/${each.object.metadata.name}` === object,
    )[nth];
    if (!subject) throw new Error(`no ${object} in ${truth}`);
    return locator.locate({
      rule,
      severity: 'error',
      subject,
      path: at,
      about,
      message: '',
      hint: '',
    });
  };
  return {
    chart,
    truth,
    marked,
    markedChart,
    objects,
    locate,
    where: (object, problem) => {
      const { file, line, suffix, isExact } = locate(object, problem);
      return `${file}:${line}${suffix}${isExact ? '' : ' (guessed)'}`;
    },
  };
}

/** The render without values files. */
export const defaults: ValueSet = { name: 'defaults', files: [] };
