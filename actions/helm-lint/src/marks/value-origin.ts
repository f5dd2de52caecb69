import { isDeepStrictEqual } from 'node:util';
import type { Json } from '@kube-delivery/shared/json/json';
import type { FieldPosition } from '@kube-delivery/shared/manifests/field-positions';
import type { FieldPath, RenderedProblem } from '../rendered-object.ts';
import { schemaRules } from '../schema/rules.ts';
import type { FoundValue, ValueFiles } from './find-value.ts';
import type { MarkRegions, Region } from './mark-regions.ts';
import { targetIn, type Target } from './rendered-text.ts';
import { boundTo } from './template-call.ts';
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

/** A value, and what printed it. */
export interface ValueOrigin extends FoundValue {
  readonly printedBy: Region;
}

/**
 * The value that a field was printed from, where it is the value that is wrong and not what the
 * template makes of it: it stands in the output as it stands in the values file.
 */
export function valueOrigin(question: OriginQuestion): ValueOrigin | undefined {
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

/** The field, or one above it, is all that an action printed, or the named template it calls. */
function wholeOrigin(question: OriginQuestion, offset: number): ValueOrigin | undefined {
  const { regions } = question;
  const region = regions.at(offset);
  if (region?.place.part.role !== 'prints') return undefined;
  const callers = regions.callersOf(region);
  const all = [region, ...callers.map((caller) => regions.withCalled(caller))];
  for (const [index, printed] of all.entries()) {
    const isIt = ({ value }: FoundValue): boolean => isPrintedAs(value, question, printed);
    const tail = tailIn(question.target, printed);
    const found = search(question, { printed, callers: callers.slice(index), tail, isIt });
    if (found) return found;
  }
  return undefined;
}

function isPrintedAs(value: Json, { problem, target }: OriginQuestion, { place }: Region): boolean {
  if (isDeepStrictEqual(value, target.value)) return true;
  if (!isScalar(value)) return false;
  // Values with actions in them are printed by `tpl`, and look different then.
  const isTemplate = typeof value === 'string' && value.includes('{{');
  if (isTemplate && /\b(?:tpl|include)\b/.test(place.part.token.inner)) return true;
  return (
    problem.rule !== wrongType && isScalar(target.value) && textOf(value) === textOf(target.value)
  );
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

/**
 * An action printed the part of the field's text that is wrong, as the tag of an image: the last such
 * one.
 */
function partOrigin(question: OriginQuestion, parts: readonly Region[]): ValueOrigin | undefined {
  const { problem, regions } = question;
  const wrong = problem.part ?? '';
  for (const printed of parts.toReversed()) {
    if (printed.place.part.role !== 'prints') continue;
    const text = regions.text.slice(printed.start, printed.end);
    const isIt = ({ value }: FoundValue): boolean => {
      const part = isScalar(value) ? textOf(value) : '';
      return part !== '' && text.includes(part) && part.includes(wrong);
    };
    const callers = regions.callersOf(printed);
    const found = search(question, { printed, callers, tail: [], isIt });
    if (found) return found;
  }
  return undefined;
}

interface Search {
  readonly printed: Region;
  readonly callers: readonly Region[];
  /** From what was printed to the value. */
  readonly tail: FieldPath;
  isIt(found: FoundValue): boolean;
}

function search({ values, scope }: OriginQuestion, sought: Search): ValueOrigin | undefined {
  const { printed, tail } = sought;
  for (const reference of printed.place.part.references.toReversed()) {
    const { below, occurrence } = bind(reference, sought);
    const paths = below ? values.pathsOf(scope, below) : [];
    // In a range the place prints once for each item, unless a condition leaves some out.
    const likely = paths[occurrence];
    for (const path of likely ? [likely, ...paths] : paths) {
      const found = values.find(scope, [...path, ...tail]);
      if (found && sought.isIt(found)) return { ...found, printedBy: printed };
    }
  }
  return undefined;
}

/** What a named template reads of the values, by what it is called with. */
function bind(
  reference: Reference,
  { printed, callers }: Search,
): { readonly below: Reference | undefined; readonly occurrence: number } {
  let bound: Reference | undefined = reference;
  let reader = printed;
  for (const caller of callers) {
    if (!bound || bound.includes('Values')) break;
    const { call } = caller.place.part;
    bound = call && boundTo(call, bound);
    reader = caller;
  }
  const at = bound?.indexOf('Values') ?? -1;
  return { below: at < 0 ? undefined : bound?.slice(at + 1), occurrence: reader.occurrence };
}

function isScalar(value: Json): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
