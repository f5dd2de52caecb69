import type { LoadedChart } from '../loaded-chart.ts';
import { sourceFiles, subchartNamed } from '../marks/chart-sources.ts';
import type { SourceFile } from '../marks/chart-sources.ts';

/**
 * The file behind the name that Helm has for a template: `shop/charts/db/templates/db.yaml`, where
 * charts go by their name or alias, whatever their folder is called. Undefined for what is no file
 * of the chart.
 */
export function fileOfTemplate(chart: LoadedChart, template: string): SourceFile | undefined {
  const prefix = `${chart.name}/`;
  if (!template.startsWith(prefix)) return undefined;
  let current = chart;
  let below = '';
  let rest = template.slice(prefix.length);
  for (;;) {
    const [, name, further = ''] = /^charts\/([^/]+)\/(.+)$/.exec(rest) ?? [];
    if (name === undefined) break;
    const subchart = subchartNamed(current, name);
    if (subchart === undefined) return undefined;
    current = subchart.chart;
    below += `${subchart.path}/`;
    rest = further;
  }
  return sourceFiles(chart).find(({ path }) => path === `${below}${rest}`);
}

/** All templates of a chart and of the charts in it. */
export function templatesOf(chart: LoadedChart): readonly SourceFile[] {
  return sourceFiles(chart).filter(({ ownPath }) => ownPath.startsWith('templates/'));
}
