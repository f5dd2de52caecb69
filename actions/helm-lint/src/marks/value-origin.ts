import { isDeepStrictEqual } from 'node:util';
import type { Json } from '@kube-delivery/shared/json/json';
import type { FieldPosition } from '@kube-delivery/shared/manifests/field-positions';
import type { FieldPath, RenderedProblem } from '../rendered-object.ts';
import { schemaRules } from '../schema/rules.ts';
import type { FoundValue, ValueFiles } from './find-value.ts';
import type { MarkRegions, Region } from './mark-regions.ts';
import { targetIn, type Target } from './rendered-text.ts';
import type { Reference } from './value-reference.ts';

const wrongType = schemaRules['wrong-type'].id;

/** Where a field's value may come from. */
export interface OriginQuestion {
  readonly problem: Pick<RenderedProblem, 'about' | 'part' | 'rule'>;
  readonly target: Target;
  readonly regions: MarkRegions;
  readonly values: ValueFiles;
  /** The charts above the template's, by the names that values are nested in. */
  readonly scope: readonly string[];
}

/**
 * The value that a field was printed from, where it is the value that is wrong and not what the
 * template makes of it: it stands in the output as it stands in the values file.
 */
export function valueOrigin(question: OriginQuestion): FoundValue | undefined {
  const { problem, target, regions } = question;
  const last = target.trail.at(-1);
  if (!last || isTemplatesFault(question)) return undefined;
  const whole = wholeOrigin(
    question,
    problem.about === 'key' ? (last.key ?? last.start) : last.start,
  );
  if (whole || problem.about !== 'value' || problem.rule === wrongType || last.isCollection) {
    return whole;
  }
  return partOrigin(question, regions.within(last.start, last.end));
}

/** A number or boolean where text is asked for lacks its quotes in the template. */
function isTemplatesFault({ problem, target, regions }: OriginQuestion): boolean {
  if (problem.rule !== wrongType || problem.about !== 'value') return false;
  if (typeof target.value !== 'number' && typeof target.value !== 'boolean') return false;
  const region = regions.at(target.trail.at(-1)?.start ?? 0);
  return !/\bto(?:Pretty)?(?:Yaml|Json)\b/.test(region?.place.part.token.inner ?? '');
}

/** The field, or one above it, is all that an action printed. */
function wholeOrigin(question: OriginQuestion, offset: number): FoundValue | undefined {
  const { problem, target, regions } = question;
  const region = regions.at(offset);
  if (region?.place.part.role !== 'prints') return undefined;
  const isTyped = problem.rule === wrongType;
  const isIt = ({ value }: FoundValue): boolean =>
    isDeepStrictEqual(value, target.value) ||
    (!isTyped &&
      isScalar(value) &&
      isScalar(target.value) &&
      textOf(value) === textOf(target.value)) ||
    isTemplated(value, region);
  return search(question, region, tailIn(target, region), isIt);
}

/**
 * The steps from what the action printed down to the target. Where it printed entries of a map or
 * items of a list, the value behind it is that map or list.
 */
function tailIn({ document, path, trail }: Target, region: Region): FieldPath {
  const isPrinted = (position: FieldPosition | undefined): boolean => {
    const start = position?.key ?? position?.start ?? -1;
    return region.start <= start && start < region.end;
  };
  const depth = trail.findIndex((position, index) => index > 0 && isPrinted(position));
  const above = (depth < 0 ? trail.length : depth) - 1;
  const [first, ...rest] = path.slice(above, trail.length - 1);
  if (first === undefined) return [];
  if (typeof first === 'string') return [first, ...rest];
  // Items that the action did not print stand before its own.
  const isOwn = (index: number): boolean =>
    isPrinted(targetIn(document, [...path.slice(0, above), index])?.trail.at(-1));
  let own = first;
  while (own > 0 && isOwn(own - 1)) own -= 1;
  return [first - own, ...rest];
}

/** An action printed the part of the field's text that is wrong, as the tag of an image: the last such one. */
function partOrigin(question: OriginQuestion, parts: readonly Region[]): FoundValue | undefined {
  const text = textOf(question.target.value);
  const wrong = question.problem.part ?? '';
  for (const region of parts.toReversed()) {
    if (region.place.part.role !== 'prints') continue;
    const found = search(question, region, [], ({ value }) => {
      const part = isScalar(value) ? textOf(value) : '';
      return part !== '' && text.includes(part) && part.includes(wrong);
    });
    if (found) return found;
  }
  return undefined;
}

function search(
  { values, scope }: OriginQuestion,
  region: Region,
  tail: FieldPath,
  isIt: (found: FoundValue) => boolean,
): FoundValue | undefined {
  for (const reference of region.place.part.references.toReversed()) {
    const below = belowValues(reference);
    const paths = below ? values.pathsOf(scope, below) : [];
    const likely = paths[region.occurrence];
    for (const path of likely ? [likely, ...paths] : paths) {
      const found = values.find(scope, [...path, ...tail]);
      if (found && isIt(found)) return found;
    }
  }
  return undefined;
}

/** Named templates get the root as `.`, or as a part of what they are called with. */
function belowValues(reference: Reference): Reference | undefined {
  const at = reference.indexOf('Values');
  return at < 0 ? undefined : reference.slice(at + 1);
}

/** Values with actions in them are printed by `tpl`, and look different then. */
function isTemplated(value: Json, { place }: Region): boolean {
  return (
    typeof value === 'string' && value.includes('{{') && /\btpl\b/.test(place.part.token.inner)
  );
}

function isScalar(value: Json): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
