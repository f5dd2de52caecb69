import type { LoadedChart } from '../loaded-chart.ts';
import { sourceFiles, type SourceFile } from './chart-sources.ts';
import { markTemplate } from './mark-template.ts';
import { markableDefinitions } from './markable-definitions.ts';
import { outlineTemplate, type TemplateOutline, type TemplatePart } from './outline-template.ts';

/** A chart's templates with marks in them. */
export interface MarkedChart {
  /** Path below the chart to the marked text, as `copyChart` takes it. */
  readonly files: ReadonlyMap<string, string>;
  /** What stands around the id in a marker. */
  readonly brackets: Brackets;
  /** Undefined for an id that no marker has. */
  placeOf(id: number): MarkedPlace | undefined;
}

/** The first and last character of each marker; the chart has neither. */
export interface Brackets {
  readonly open: string;
  readonly close: string;
}

/** What a marker stands before. */
export interface MarkedPlace {
  readonly source: SourceFile;
  /** Of the marked line or action in the text of its file. */
  readonly offset: number;
  readonly part: TemplatePart;
}

/** How a chart is marked. */
export interface ChartMarking {
  /** Whether named templates are marked too, not only the actions that include them. */
  readonly defines: boolean;
  /** Texts that stand in the place of broken files; these are left as they are. */
  readonly replaced?: ReadonlyMap<string, string>;
}

/** Marks all templates of a chart and of the charts in it; the others of its files stay. */
export function markChart(
  chart: LoadedChart,
  { defines, replaced = new Map() }: ChartMarking,
): MarkedChart {
  const sources = sourceFiles(chart).map((file) => ({
    ...file,
    text: replaced.get(file.path) ?? file.text,
  }));
  const templates = sources.filter(isTemplate).flatMap((source) => {
    const outline = outlineTemplate(source.text);
    return outline ? [{ source, outline }] : [];
  });
  const markable = markableDefinitions(defines ? templates.map(({ outline }) => outline) : []);
  const brackets = unusedBrackets(sources);
  const places: MarkedPlace[] = [];
  const files = new Map(replaced);
  for (const template of templates) {
    const { source } = template;
    if (replaced.has(source.path)) continue;
    files.set(source.path, markOne(template, { markable, brackets, places, number: files.size }));
  }
  return { files, brackets, placeOf: (id) => places[id] };
}

interface Running {
  readonly markable: ReadonlySet<string>;
  readonly brackets: Brackets;
  /** All places so far; the id of a marker is its index. */
  readonly places: MarkedPlace[];
  readonly number: number;
}

function markOne(
  { source, outline }: { readonly source: SourceFile; readonly outline: TemplateOutline },
  { markable, brackets: { open, close }, places, number }: Running,
): string {
  return markTemplate(outline, {
    marker: (part, offset) => `${open}${places.push({ source, offset, part }) - 1}${close}`,
    isMarkable: (definition) => markable.has(definition),
    manifest: isPartial(source)
      ? undefined
      : { name: `kube-delivery-marked-${number}`, path: source.ownPath },
  });
}

/** Notes are no manifests, and Helm does not print them. */
function isTemplate({ ownPath }: SourceFile): boolean {
  return ownPath.startsWith('templates/') && !ownPath.endsWith('NOTES.txt');
}

function isPartial({ ownPath }: SourceFile): boolean {
  return ownPath.slice(ownPath.lastIndexOf('/') + 1).startsWith('_');
}

/** Printable as Go sees it, so that `quote` leaves them as they are. */
const candidates = ['⦃⦄', '⟬⟭', '⸢⸣', '⌜⌝', '⦉⦊'];

function unusedBrackets(sources: readonly SourceFile[]): Brackets {
  const pair =
    candidates.find(([open = '', close = '']) =>
      sources.every(({ text }) => !text.includes(open) && !text.includes(close)),
    ) ?? '⦃⦄';
  const [open = '', close = ''] = pair;
  return { open, close };
}
