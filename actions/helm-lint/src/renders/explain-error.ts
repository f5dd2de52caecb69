import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import type { LoadedChart } from '../loaded-chart.ts';
import { sourceNamed } from '../marks/chart-sources.ts';
import { positionAt } from '../marks/text-position.ts';
import { definedNames } from './defined-names.ts';
import { findDemand } from './find-demand.ts';
import { findUnclosed } from './find-unclosed.ts';
import type { HelmError, TemplatePoint } from './helm-error.ts';
import { shownPlace } from './place-finding.ts';
import type { Fault, FaultPlace } from './place-finding.ts';
import { executionError, failed, parseError, requiredValue, unknownInclude } from './rules.ts';

/** A fault of a template, and from where that line was included. */
export interface TemplateFault extends Fault {
  /** `templates/web.yaml:3`; empty where the line stands in the template that Helm began with. */
  readonly includedAt: string;
}

type TemplateError = Extract<HelmError, { readonly kind: 'parse' | 'execution' | 'demand' }>;

/** What an error of a template means, at the line that is wrong. */
export function explainError(chart: LoadedChart, error: TemplateError): TemplateFault {
  switch (error.kind) {
    case 'parse':
      return { ...explainParseError(placeOf(chart, error.point), error.message), includedAt: '' };
    case 'execution':
      return explainExecution(chart, error);
    case 'demand':
      return explainDemand(chart, error.point, error.message);
  }
}

function explainParseError(place: FaultPlace, message: string): Fault {
  const rule = parseError;
  const hint = 'Put the template right: helm stops at it, and renders nothing of the chart';
  const [, begun] = /^unclosed action started at .*:(\d+)$/.exec(message) ?? [];
  if (begun !== undefined) {
    const at = { ...place, line: Number(begun), column: 1 };
    return { rule, place: at, message: 'this action is not closed by }}', hint };
  }
  const unclosed = message === 'unexpected EOF' ? findUnclosed(place.file?.text ?? '') : undefined;
  if (unclosed !== undefined) {
    const at = { ...place, ...positionAt(place.file?.text ?? '', unclosed.offset) };
    return { rule, place: at, message: `this ${unclosed.keyword} has no end`, hint };
  }
  return { rule, place, message: `Helm cannot read the template: ${message}`, hint };
}

function explainExecution(
  chart: LoadedChart,
  { action, message, points }: Extract<HelmError, { readonly kind: 'execution' }>,
): TemplateFault {
  const places = points.map((point) => placeOf(chart, point)).filter(isKnown);
  const place = places.at(-1) ?? nowhere;
  const outer = places.length > 1 ? places.at(-2) : undefined;
  const includedAt = outer === undefined ? '' : shownPlace(outer);
  const [, missing] =
    /no template "(.+?)" associated|template "(.+?)" not defined/.exec(message)?.filter(Boolean) ??
    [];
  if (missing !== undefined) {
    return {
      rule: unknownInclude,
      place,
      message: `no file of the chart defines the template ${JSON.stringify(missing)}${suggestion(missing, definedNames(chart))}`,
      hint: 'Write the name as a define has it, or add the chart that has it to the dependencies',
      includedAt,
    };
  }
  const [, field] = /^nil pointer evaluating .*\.(\w+)$/.exec(message) ?? [];
  const where = action === '' ? '' : ` in ${action}`;
  return {
    rule: executionError,
    place,
    message:
      field === undefined
        ? `the template fails${where}: ${message}`
        : `there is nothing to take .${field} from${where}: ${message}`,
    hint:
      field === undefined
        ? 'Put the template or the value right'
        : 'Give the value that stands before it, or ask with if, with or default whether it is there',
    includedAt,
  };
}

function explainDemand(chart: LoadedChart, point: TemplatePoint, message: string): TemplateFault {
  const first = placeOf(chart, point);
  const demand = findDemand(chart, point, message);
  const place = demand?.place ?? first;
  const shown = message
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
  const isRequired = demand?.word === 'required';
  return {
    rule: isRequired ? requiredValue : failed,
    place,
    message: isRequired
      ? `a value that the chart requires is not given: ${shown}`
      : `the chart refuses these values: ${shown}`,
    hint: isRequired
      ? 'Give the value, in values.yaml or in a values file of each render'
      : 'Give values that the chart takes',
    includedAt: demand === undefined || demand.isDirect ? '' : shownPlace(first),
  };
}

const nowhere: FaultPlace = { file: undefined, line: 1, column: 1 };

function placeOf(chart: LoadedChart, { column, line, template }: TemplatePoint): FaultPlace {
  const file = sourceNamed(chart, template);
  return file === undefined ? nowhere : { file, line, column };
}

function isKnown({ file }: FaultPlace): boolean {
  return file !== undefined;
}
