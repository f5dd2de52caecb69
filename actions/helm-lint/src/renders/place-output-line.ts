import type { LoadedChart, ValueSet } from '../loaded-chart.ts';
import { sourceNamed } from '../marks/chart-sources.ts';
import type { SourceFile } from '../marks/chart-sources.ts';
import { markChart } from '../marks/mark-chart.ts';
import type { MarkedChart, MarkedPlace } from '../marks/mark-chart.ts';
import { readMarks } from '../marks/read-marks.ts';
import type { MarkedText } from '../marks/read-marks.ts';
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

/** Where a rendered line comes from. */
export interface OutputPlace {
  readonly place: FaultPlace;
  /** Where its template includes the named template that gave it; undefined where none did. */
  readonly includedAt: FaultPlace | undefined;
}

/**
 * The lines of templates that lines of their text came from, by one render of a marked copy; the first
 * line of the template where that cannot be told.
 */
export async function placeOutputLines(
  render: UnreadRender,
  faults: readonly OutputFault[],
  world: RenderWorld,
): Promise<readonly OutputPlace[]> {
  const { chart } = render;
  const marked = markChart(chart, { defines: true, replaced: render.replaced });
  const { output } = await renderCopy({ ...render, replaced: marked.files }, world);
  const texts = readMarks(output, marked.brackets);
  return faults.map((fault) => {
    const own = sourceNamed(chart, fault.source);
    const start = { place: { file: own, line: 1, column: 1 }, includedAt: undefined };
    const found = texts.get(fault.source);
    return found?.text.trimEnd() === fault.text.trimEnd()
      ? (placeIn(found, marked, own, fault) ?? start)
      : start;
  });
}

function placeIn(
  { marks, text }: MarkedText,
  marked: MarkedChart,
  own: SourceFile | undefined,
  fault: OutputFault,
): OutputPlace | undefined {
  const offset = contentOffset(text, fault.line);
  const before = marks.filter((mark) => mark.offset <= offset);
  const innermost = marked.placeOf(before.at(-1)?.id ?? -1);
  if (innermost === undefined) return undefined;
  if (innermost.source.path === own?.path) {
    return { place: toPlace(innermost), includedAt: undefined };
  }
  const including = before.findLast(({ id }) => marked.placeOf(id)?.source.path === own?.path);
  const outer = marked.placeOf(including?.id ?? -1);
  if (outer === undefined) return { place: toPlace(innermost), includedAt: undefined };
  // The first line of what is included is indented by the line that includes it.
  const isFirst = text.slice(including?.offset, offset).trim() === '';
  return isFirst && fault.isIndented
    ? { place: toPlace(outer), includedAt: undefined }
    : { place: toPlace(innermost), includedAt: toPlace(outer) };
}

function toPlace({ offset, source }: MarkedPlace): FaultPlace {
  return { file: source, ...positionAt(source.text, offset) };
}

/** Where the first character of a line that is not blank stands. */
function contentOffset(text: string, line: number): number {
  const lines = text.split('\n');
  const above = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  return above + Math.max((lines[line - 1] ?? '').search(/\S/), 0);
}
