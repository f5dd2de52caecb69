import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import type { JsonPath } from '@kube-delivery/shared/json/json-path';
import { openYamlPlaces } from '@kube-delivery/shared/manifests/yaml-places';
import { chartFinding, fileOf, shownPath } from '../charts/chart-finding.ts';
import { mergeValues, readValues, valuesProblem, valuesText } from '../charts/read-values.ts';
import type { ChartFault } from '../charts/chart-finding.ts';
import type { Finding } from '../finding.ts';
import type { LoadedChart, ValueSet } from '../loaded-chart.ts';
import type { Check } from './check.ts';
import { openRelease } from './coalesce-values.ts';
import type { ChartPart, ReleaseValues } from './coalesce-values.ts';
import type { CompiledSchema, SchemaCompiler, SchemaProblem } from './compile-schema.ts';
import { invalidSchema, remoteSchema, schemaMismatch } from './rules.ts';
import { schemaErrors } from './schema-errors.ts';
import type { SchemaError } from './schema-errors.ts';
import { openValuePlaces } from './value-place.ts';
import type { ValuePlaces } from './value-place.ts';

const schemaFile = 'values.schema.json';

/**
 * Checks that values.schema.json of the chart and of its subcharts is one, and that the values of every
 * render meet it: at the line of the values file that has the value, else at the schema's. What is
 * only missing in the defaults is a notice where another render has all that is wanted.
 */
export function valuesSchemaCheck(compile: SchemaCompiler): Check {
  return (chart, sets) => checkValuesSchema(chart, sets, compile);
}

function checkValuesSchema(
  chart: LoadedChart,
  sets: readonly ValueSet[],
  compile: SchemaCompiler,
): readonly Finding[] {
  const schemas = new Map<LoadedChart, CompiledSchema>();
  const faults: Finding[] = [];
  for (const each of [chart, ...subchartsOf(chart)]) {
    const text = each.files.find(({ path }) => path === schemaFile)?.text;
    if (text === undefined) continue;
    const compiled = compile(text);
    if ('validate' in compiled) schemas.set(each, compiled);
    faults.push(...schemaFaults(chart, each, text, compiled));
  }
  if (schemas.size === 0) return faults;
  const valuesOf = openRelease(chart);
  const places = openValuePlaces();
  const results = sets.flatMap((set) => {
    const given = givenValues(chart, set);
    if (given === undefined) return [];
    return [{ set, found: mismatches(set, valuesOf(given), schemas, places) }];
  });
  const isMetOnce = results.some(({ found }) => found.length === 0);
  const all = results.flatMap(({ set, found }) =>
    found.map(({ finding, isMissing }) =>
      isMissing && isMetOnce && set.files.length === 0
        ? { ...finding, severity: 'notice' as const }
        : finding,
    ),
  );
  return [...faults, ...merged(all)];
}

function subchartsOf(chart: LoadedChart): readonly LoadedChart[] {
  return chart.subcharts.flatMap((subchart) => [subchart.chart, ...subchartsOf(subchart.chart)]);
}

function schemaFaults(
  top: LoadedChart,
  chart: LoadedChart,
  text: string,
  compiled: CompiledSchema | SchemaProblem,
): readonly Finding[] {
  const file = fileOf(chart, schemaFile);
  if ('message' in compiled) {
    const message = `values.schema.json is not a JSON schema: ${compiled.message}`;
    const hint = 'Put the schema right; Helm refuses the chart before';
    return [
      chartFinding(top.folder, { rule: invalidSchema, file, at: compiled.at, message, hint }),
    ];
  }
  const places = openYamlPlaces(text);
  return compiled.remote.map(({ path, address }) =>
    chartFinding(top.folder, {
      rule: remoteSchema,
      file,
      at: places.nearestKey(path),
      message: `values.schema.json refers to ${address}, which is not fetched: that part is not checked`,
      hint: 'Put that schema into values.schema.json itself',
    }),
  );
}

interface Mismatch {
  readonly finding: Finding;
  readonly isMissing: boolean;
}

/** What the files of a render give; undefined where Helm cannot read one of them. */
function givenValues(chart: LoadedChart, { files }: ValueSet): JsonObject | undefined {
  const texts = files.map((file) => valuesText(chart, file) ?? '');
  if (texts.some((text) => valuesProblem(text) !== undefined)) return undefined;
  return texts.reduce<JsonObject>((values, text) => mergeValues(values, readValues(text)), {});
}

function mismatches(
  set: ValueSet,
  { top, values }: ReleaseValues,
  schemas: ReadonlyMap<LoadedChart, CompiledSchema>,
  places: ValuePlaces,
): readonly Mismatch[] {
  const found: Mismatch[] = [];
  const visit = (part: ChartPart, own: JsonObject, above: JsonPath): void => {
    const compiled = schemas.get(part.chart);
    if (compiled?.validate(own) === false) {
      for (const error of schemaErrors(compiled.validate.errors ?? [])) {
        const path = [...above, ...error.path];
        const place = places.nearest(top, set, path) ?? schemaPlace(part.chart, error);
        const fault = faultOf(part.chart, above, error);
        const finding = chartFinding(top.chart.folder, { ...fault, ...place, renders: [set.name] });
        found.push({ finding, isMissing: error.isMissing });
      }
    }
    for (const child of part.children) {
      const below = own[child.name];
      if (isJsonObject(below)) visit(child, below, [...above, child.name]);
    }
  };
  visit(top, values, []);
  return found;
}

function faultOf(
  chart: LoadedChart,
  above: JsonPath,
  error: SchemaError,
): Pick<ChartFault, 'rule' | 'path' | 'message' | 'hint'> {
  const path = shownPath([...above, ...error.path]);
  const by = above.length === 0 ? '' : `, by the schema of the subchart ${chart.name}`;
  return {
    rule: schemaMismatch,
    path,
    message: `${error.message}${by}`,
    hint: error.isMissing ? `Set ${path}` : error.hint,
  };
}

function schemaPlace(chart: LoadedChart, { schemaPath }: SchemaError) {
  const text = chart.files.find(({ path }) => path === schemaFile)?.text ?? '';
  return { file: fileOf(chart, schemaFile), at: openYamlPlaces(text).nearestKey(schemaPath) };
}

/** One finding for all renders that have it, in the order of the files. */
function merged(findings: readonly Finding[]): readonly Finding[] {
  const byPlace = new Map<string, Finding>();
  for (const finding of findings) {
    const { file, line, path, message, severity } = finding;
    const key = JSON.stringify([file, line, path, message, severity]);
    const known = byPlace.get(key);
    const renders = [...new Set([...(known?.renders ?? []), ...finding.renders])];
    byPlace.set(key, { ...(known ?? finding), renders });
  }
  return [...byPlace.values()].sort((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  );
}
