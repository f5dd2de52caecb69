import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ensureTools } from '../../../../test/cluster/index.ts';
import { copyChart } from '../../src/charts/copy-chart.ts';
import { markChart, type MarkedChart } from '../../src/marks/mark-chart.ts';
import { readMarks, type MarkedText } from '../../src/marks/read-marks.ts';
import { randomTemplate, randomTemplatesChart } from './support/random-template.ts';
import { shopOf, temporaryFolder, workspaceWith } from './support/rendered-chart.ts';

const count = 500;

it.each([1, 2, 3])(
  'prints what random templates print once the markers are taken out (seed %i)',
  async (seed) => {
    const { helm } = await ensureTools(['helm']);
    const render = (folder: string): string =>
      execFileSync(helm, ['template', 'release', folder], { encoding: 'utf8', stdio: 'pipe' });
    const templates = fc
      .sample(randomTemplate(), { seed, numRuns: count })
      .map((template, index) => template.replaceAll('"own"', `"own-${index}"`));
    const truths = renderPlain(templates, render);
    const { texts, chart } = renderMarked(templates, render);
    const printed = templates.map((_, index) => texts.get(`shop/templates/t${index}.yaml`));
    templates.forEach((template, index) => {
      expect([template, printed[index]?.text]).toEqual([template, truths[index]]);
    });
    const regions = printed.flatMap(regionsOf);
    expect(regions.length).toBeGreaterThan(count);
    for (const region of regions) expectTruePlace(region, chart);
  },
);

type Render = (folder: string) => string;

/** Each template as a part of one that prints their texts as JSON, as Helm itself runs it. */
function renderPlain(templates: readonly string[], render: Render): readonly string[] {
  const files = templates.map((text, index) => [`shop/templates/_t${index}.yaml`, text] as const);
  const all = templates.map(
    (_, index) => `t${index}: {{ include "shop/templates/_t${index}.yaml" . | toJson }}\n`,
  );
  const workspace = workspaceWith({
    ...randomTemplatesChart,
    ...Object.fromEntries(files),
    'shop/templates/all.yaml': all.join(''),
  });
  const lines = render(path.join(workspace, 'shop')).split('\n');
  return lines.flatMap((line) =>
    /^t\d+: /.test(line) ? [JSON.parse(line.slice(line.indexOf(' ') + 1)) as string] : [],
  );
}

function renderMarked(
  templates: readonly string[],
  render: Render,
): { readonly texts: ReadonlyMap<string, MarkedText>; readonly chart: MarkedChart } {
  const files = templates.map((text, index) => [`shop/templates/t${index}.yaml`, text] as const);
  const workspace = workspaceWith({ ...randomTemplatesChart, ...Object.fromEntries(files) });
  const loaded = shopOf(workspace);
  const chart = markChart(loaded, { defines: true });
  const copy = path.join(temporaryFolder(), 'shop');
  copyChart(loaded, chart.files, copy);
  return { texts: readMarks(render(copy), chart.brackets), chart };
}

interface PrintedRegion {
  readonly id: number;
  readonly text: string;
}

function regionsOf(printed: MarkedText | undefined): readonly PrintedRegion[] {
  const { marks = [], text = '' } = printed ?? {};
  return marks.map(({ id, offset }, index) => ({
    id,
    text: text.slice(offset, marks[index + 1]?.offset),
  }));
}

/** What a mark of text leads to is printed right after it; the other marks lead to actions. */
function expectTruePlace({ id, text }: PrintedRegion, chart: MarkedChart): void {
  const place = chart.placeOf(id);
  const { offset = 0, part, source } = place ?? {};
  const [line = ''] = (source?.text.slice(offset, part?.token.end) ?? '').split('\n');
  if (part?.role === 'text') expect(text.slice(0, line.trimEnd().length)).toBe(line.trimEnd());
  else expect(line.startsWith('{{')).toBe(true);
}
