import type { Place } from '../place.ts';
import type { SourceFile } from './chart-sources.ts';
import type { MarkRegions, Region } from './mark-regions.ts';
import { positionAt } from './text-position.ts';

/** A place of a template, and what to say about it. */
export interface TemplatePlace extends Place {
  /** The place in a few characters: `web/templates/web.yaml:12`. */
  readonly label: string;
  readonly suffix: string;
}

/**
 * What printed the character at `offset`: the line of the template, or of the named template, whose
 * include is told in the suffix. Of what lies in an archive the user's own include is the place, or
 * else the archive.
 */
export function templatePlace(regions: MarkRegions, offset: number): TemplatePlace | undefined {
  const region = regions.at(offset);
  if (!region) return undefined;
  const own = placeOf(region, regions.text, offset);
  const include = regions.callersOf(region).at(-1);
  const from = include && placeOf(include, regions.text, include.start);
  if (!region.place.source.isArchived) {
    return { ...own, suffix: from ? ` (included at ${from.label})` : '' };
  }
  if (from && !include.place.source.isArchived) {
    return { ...from, suffix: ` (printed at ${own.label})` };
  }
  return own;
}

/** A place in one of a chart's files. */
export function placeIn(source: SourceFile, offset: number, further = 0): TemplatePlace {
  const { line, column } = positionAt(source.text, offset);
  if (source.isArchived) {
    const label = `${source.path}:${line}`;
    return { file: source.file, line: 1, column: 1, label, suffix: ` (printed at ${label})` };
  }
  const label = `${source.file}:${line}`;
  return { file: source.file, line, column: column + further, label, suffix: '' };
}

/** Where a region comes from in a few characters. */
export function labelOf({ place: { source, offset } }: Region): string {
  return placeIn(source, offset).label;
}

function placeOf({ place, start }: Region, rendered: string, offset: number): TemplatePlace {
  const { source, part } = place;
  // Text is printed as it stands in the template, as far as its line goes.
  const isText = part.role === 'text' && !rendered.slice(start, offset).includes('\n');
  return placeIn(source, place.offset, isText ? offset - start : 0);
}
