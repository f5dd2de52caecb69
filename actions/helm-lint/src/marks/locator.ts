import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { valueAt } from '@kube-delivery/shared/json/json';
import type { LoadedChart, ValueSet } from '../loaded-chart.ts';
import type { Place } from '../place.ts';
import type { FieldPath, RenderedObject, RenderedProblem } from '../rendered-object.ts';
import { scopeOfSource, sourceNamed } from './chart-sources.ts';
import { openValues, type ValueFiles } from './find-value.ts';
import { guessPlace } from './guess-place.ts';
import type { MarkedChart } from './mark-chart.ts';
import { MarkRegions } from './mark-regions.ts';
import { readMarks } from './read-marks.ts';
import {
  documentOf,
  documentsOf,
  isSameBody,
  isSameShape,
  targetIn,
  type Target,
  type TextDocument,
} from './rendered-text.ts';
import { labelOf, placeIn, templatePlace, type TemplatePlace } from './template-place.ts';
import { openTruth, type Truth } from './truth.ts';
import { valueOrigin } from './value-origin.ts';

/** Where a problem is, and how that came into the object. */
export interface Location extends Place {
  /** What to put after the message: ` (printed at web/templates/web.yaml:12)`; often empty. */
  readonly suffix: string;
  /** Whether the place is known and not guessed. */
  readonly isExact: boolean;
}

/** Finds the lines that what was rendered comes from. */
export interface Locator {
  /**
   * The line of the values file where the value alone is wrong, else that of the template; for a
   * missing field that of the nearest key above it.
   */
  locate(problem: RenderedProblem): Location;
}

/** One render of a chart. */
export interface LocatorInput {
  readonly chart: LoadedChart;
  readonly set: ValueSet;
  /** What `helm template` printed for the chart itself. */
  readonly truth: string;
  /** What it printed for the marked chart; without it places are guessed. */
  readonly marked?: string | undefined;
  readonly markedChart?: MarkedChart | undefined;
}

/** Opens a render; of the disk it reads only values files that are no part of the chart. */
export function openLocator(input: LocatorInput): Locator {
  const { chart, set, truth } = input;
  return new RenderLocator(
    chart,
    openPrinted(input),
    openTruth(truth),
    openValues(chart, set, (file) => readText(path.join(chart.absolute, file))),
  );
}

/** What a template of the marked chart printed. */
interface Printed {
  readonly regions: MarkRegions;
  readonly documents: readonly TextDocument[];
}

class RenderLocator implements Locator {
  readonly #chart: LoadedChart;
  readonly #printed: (source: string) => Printed | undefined;
  readonly #truth: Truth;
  readonly #values: ValueFiles;

  constructor(
    chart: LoadedChart,
    printed: (source: string) => Printed | undefined,
    truth: Truth,
    values: ValueFiles,
  ) {
    this.#chart = chart;
    this.#printed = printed;
    this.#truth = truth;
    this.#values = values;
  }

  locate(problem: RenderedProblem): Location {
    const marked = this.#locateMarked(problem);
    if (marked?.isExact === true) return marked;
    return this.#locateUnmarked(problem) ?? marked ?? this.#beginOf(problem.subject.source);
  }

  #locateMarked(problem: RenderedProblem): Location | undefined {
    const { subject } = problem;
    const printed = this.#printed(subject.source);
    if (!printed) return undefined;
    const { regions, documents } = printed;
    const target = this.#targetIn(documents, problem);
    if (!target) return undefined;
    const place = templatePlace(regions, wholeOf(regions, target, anchorOf(target, problem)));
    if (!place) return undefined;
    const isExact = isTrue(target, subject, problem);
    const question = { problem, target, regions, values: this.#values };
    const value = valueOrigin({ ...question, scope: scopeOfSource(subject.source) });
    if (!value) return toLocation(place, isExact);
    const at = problem.about === 'value' ? value.place : value.keyPlace;
    return { ...at, suffix: ` (printed at ${labelOf(value.printedBy)})`, isExact };
  }

  #locateUnmarked(problem: RenderedProblem): Location | undefined {
    const { source } = problem.subject;
    const file = sourceNamed(this.#chart, source);
    if (!file) return undefined;
    if (!file.text.includes('{{')) {
      const target = this.#targetIn(documentsOf(file.text), problem);
      if (target) return toLocation(placeIn(file, anchorOf(target, problem)), true);
    }
    const target = this.#targetIn(this.#truth.documentsOf(source), problem);
    const line = target && this.#truth.lineAt(source, anchorOf(target, problem));
    const place = line === undefined ? undefined : guessPlace(file, line);
    return place && toLocation(place, false);
  }

  #beginOf(source: string): Location {
    const file = sourceNamed(this.#chart, source);
    if (file) return toLocation(placeIn(file, 0), false);
    const place = path.posix.join(this.#chart.folder, 'Chart.yaml');
    return { file: place, line: 1, column: 1, suffix: '', isExact: false };
  }

  #targetIn(documents: readonly TextDocument[], problem: RenderedProblem): Target | undefined {
    const { subject } = problem;
    const found = documentOf(documents, subject, () => this.#truth.earlierTwins(subject));
    return found && targetIn(found, fullPath(problem));
  }
}

function openPrinted({
  marked,
  markedChart,
}: LocatorInput): (source: string) => Printed | undefined {
  if (marked === undefined || !markedChart) return () => undefined;
  const texts = readMarks(marked, markedChart.brackets);
  const opened = new Map<string, Printed>();
  return (source) => {
    const text = texts.get(source);
    if (!text) return undefined;
    const printed = opened.get(source) ?? {
      regions: new MarkRegions(text, markedChart),
      documents: documentsOf(text.text),
    };
    opened.set(source, printed);
    return printed;
  };
}

/** Some problems name the field from the root of its document, and not of its object. */
function fullPath({ subject: { base }, path }: RenderedProblem): FieldPath {
  const isFull = base.every((step, index) => path[index] === step);
  return isFull ? path : [...base, ...path];
}

/** Of scalars the value, of maps, lists and what is missing the nearest key. */
function anchorOf({ path, trail }: Target, { about }: RenderedProblem): number {
  const last = trail.at(-1) ?? trail[0];
  const isScalar = trail.length > path.length && !last.isCollection;
  return about === 'value' && isScalar ? last.start : (last.key ?? last.start);
}

/** A text that several templates made together is that of the line that puts it together. */
function wholeOf(regions: MarkRegions, { trail }: Target, anchor: number): number {
  const last = trail.at(-1);
  if (last?.start !== anchor || last.isCollection) return anchor;
  const makers = regions.within(last.start, last.end).map(({ place }) => place.part.definition);
  return new Set(makers).size > 1 ? (last.key ?? anchor) : anchor;
}

/** Whether the marked chart rendered the object as it is, but for what is random or a digest. */
function isTrue(
  { path, trail, value }: Target,
  { base, object }: RenderedObject,
  { about }: RenderedProblem,
): boolean {
  const own = path.slice(base.length, trail.length - 1);
  // The object may have got metadata that its template does not give.
  if (own.length === 0) return isSameBody(object, value);
  const truth = valueAt(object, ...own);
  const isThere = trail.length > path.length;
  const isSame = isDeepStrictEqual(truth, value) && isThere === (about !== 'missing');
  return isSame || isSameShape(truth, value);
}

function toLocation({ file, line, column, suffix }: TemplatePlace, isExact: boolean): Location {
  return { file, line, column, suffix, isExact };
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
