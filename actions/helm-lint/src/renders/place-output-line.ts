import type { LoadedChart, ValueSet } from '../loaded-chart.ts';
import { sourceNamed } from '../marks/chart-sources.ts';
import { markChart } from '../marks/mark-chart.ts';
import { readMarks } from '../marks/read-marks.ts';
import { positionAt } from '../marks/text-position.ts';
import type { OutputFault } from './invalid-output.ts';
import type { FaultPlace } from './place-finding.ts';
import { renderCopy } from './render-copy.ts';
import type { RenderWorld } from './render-world.ts';

/** A render whose text Helm could not read. */
export interface UnreadRender {
  readonly chart: LoadedChart;
  readonly set: ValueSet;
  readonly kubernetesVersion: string | undefined;
  readonly replaced: ReadonlyMap<string, string>;
}

/**
 * The lines of templates that lines of their text came from, by one render of a marked copy; the first
 * line of the template where that cannot be told.
 */
export async function placeOutputLines(
  render: UnreadRender,
  faults: readonly OutputFault[],
  world: RenderWorld,
): Promise<readonly FaultPlace[]> {
  const { chart } = render;
  const marked = markChart(chart, { defines: true, replaced: render.replaced });
  const { output } = await renderCopy({ ...render, replaced: marked.files }, world);
  const texts = readMarks(output, marked.brackets);
  return faults.map(({ line, source, text }) => {
    const start = { file: sourceNamed(chart, source), line: 1, column: 1 };
    const found = texts.get(source);
    if (found?.text.trimEnd() !== text.trimEnd()) return start;
    const offset = contentOffset(found.text, line);
    const mark = found.marks.findLast((each) => each.offset <= offset);
    const place = mark === undefined ? undefined : marked.placeOf(mark.id);
    if (place === undefined) return start;
    return { file: place.source, ...positionAt(place.source.text, place.offset) };
  });
}

/** Where the first character of a line that is not blank stands. */
function contentOffset(text: string, line: number): number {
  const lines = text.split('\n');
  const above = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return above + ((lines[line - 1] ?? '').search(/\S/) + 1 || 1) - 1;
}
