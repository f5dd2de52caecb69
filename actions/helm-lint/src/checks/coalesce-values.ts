import { isJsonObject, objectAt, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { declaredDependencies } from '../charts/declared-dependencies.ts';
import type { DeclaredDependency } from '../charts/declared-dependencies.ts';
import { readValues } from '../charts/read-values.ts';
import { meetsConstraint } from '../charts/version-constraint.ts';
import type { LoadedChart } from '../loaded-chart.ts';

/** A chart as part of a release: what its parent calls it, and the subcharts that are switched on. */
export interface ChartPart {
  readonly chart: LoadedChart;
  readonly name: string;
  readonly children: readonly ChartPart[];
}

/** The chart's parts for one render, and the values that its templates would get. */
export interface ReleaseValues {
  readonly top: ChartPart;
  readonly values: JsonObject;
}

/** A map that is being put together. */
type Table = Record<string, Json>;

interface Node {
  readonly chart: LoadedChart;
  readonly name: string;
  readonly dependency: DeclaredDependency | undefined;
  readonly children: readonly Node[];
  readonly defaults: JsonObject;
}

/**
 * How the values of a chart's renders come about of the given ones and the defaults of all charts, as
 * Helm does it (pkg/chart/common/util/coalesce.go and pkg/chart/v2/util/dependencies.go): aliases,
 * conditions, tags, import-values and globals included. Defaults are read once for all renders.
 */
export function openRelease(chart: LoadedChart): (given: JsonObject) => ReleaseValues {
  const all = openNode(chart, chart.name, undefined);
  return (given) => {
    const complete = coalesce(all, given);
    const on = withImports(switchedOn(all, complete, objectAt(complete, 'tags')));
    return { top: on, values: coalesce(on, given) };
  };
}

function openNode(
  chart: LoadedChart,
  name: string,
  dependency: DeclaredDependency | undefined,
): Node {
  const declared = declaredDependencies(chart);
  const isMeant = (each: DeclaredDependency, subchart: LoadedChart): boolean =>
    each.name === subchart.name && meetsConstraint(subchart.version, each.version) === true;
  const subcharts = chart.subcharts.map((subchart) => subchart.chart);
  const unnamed = subcharts.filter((subchart) => !declared.some((each) => isMeant(each, subchart)));
  const children = [
    ...unnamed.map((subchart) => openNode(subchart, subchart.name, undefined)),
    ...declared.flatMap((each) => {
      const found = subcharts.find((subchart) => isMeant(each, subchart));
      return found === undefined ? [] : [openNode(found, each.alias, each)];
    }),
  ];
  const text = chart.files.find(({ path }) => path === 'values.yaml')?.text ?? '';
  return { chart, name, dependency, children, defaults: readValues(text) };
}

function switchedOn(node: Node, values: JsonObject, tags: JsonObject): Node {
  const children = node.children
    .filter(({ dependency }) => dependency === undefined || isOn(dependency, values, tags))
    .map((child) => switchedOn(child, objectAt(values, child.name), tags));
  return { ...node, children };
}

/** The first condition that is a boolean decides, else the tags: off where all that are set are false. */
function isOn(dependency: DeclaredDependency, values: JsonObject, tags: JsonObject): boolean {
  for (const condition of dependency.condition.trim().split(',')) {
    const found = valueAt(values, ...condition.split('.'));
    if (typeof found === 'boolean') return found;
  }
  const set = dependency.tags.map((tag) => tags[tag]).filter((tag) => typeof tag === 'boolean');
  return set.length === 0 || set.includes(true);
}

/**
 * What `import-values` brings up from children stands below the chart's own defaults. Those of a chart
 * with dependencies hold its children's too by then, imported or not.
 */
function withImports(node: Node): Node {
  const children = node.children.map(withImports);
  if (children.every(({ dependency }) => dependency === undefined)) return { ...node, children };
  const merged = merge({ ...node, children });
  const imported: Table = {};
  for (const { name, dependency } of children) {
    for (const entry of dependency?.importValues ?? []) {
      const [from, to] =
        typeof entry === 'string'
          ? [`exports.${entry}`, '.']
          : [stringAt(entry, 'child') ?? '', stringAt(entry, 'parent') ?? ''];
      const found = valueAt(merged, name, ...from.split('.'));
      if (isJsonObject(found)) addTable(imported, nested(to, found), true);
    }
  }
  addTable(merged, imported, true);
  return { ...node, children, defaults: merged };
}

function nested(path: string, value: JsonObject): Table {
  if (path === '.') return copy(value);
  return path.split('.').reduceRight<Table>((inner, key) => ({ [key]: inner }), copy(value));
}

/** Helm's CoalesceValues: a null removes the default. */
function coalesce(node: Node, given: JsonObject): Table {
  return fill(node, copy(given), false);
}

/** Helm's MergeValues without given values: nulls stay. */
function merge(node: Node): Table {
  return fill(node, {}, true);
}

function fill(node: Node, values: Table, keepsNulls: boolean): Table {
  addDefaults(node, values, keepsNulls);
  for (const child of node.children) {
    const below = values[child.name] ?? {};
    // Helm stops here; the render tells.
    if (!isJsonObject(below)) continue;
    const table: Table = below;
    addGlobals(table, values);
    values[child.name] = fill(child, table, keepsNulls);
  }
  return values;
}

function addDefaults(node: Node, values: Table, keepsNulls: boolean): void {
  for (const [key, value] of Object.entries(copy(node.defaults))) {
    const present = values[key];
    if (!Object.hasOwn(values, key)) {
      if (value === null && !keepsNulls) continue;
      values[key] = keepsNulls ? value : withoutNulls(value);
    } else if (present === null && !keepsNulls) Reflect.deleteProperty(values, key);
    else if (isJsonObject(present) && isJsonObject(value)) {
      const keeps = keepsNulls || node.children.some((child) => child.name === key);
      const defaults = keeps ? value : withoutNulls(value);
      if (isJsonObject(defaults)) addTable(present, defaults, keeps);
    }
  }
}

/** Adds to `target` what it lacks of `source`. */
function addTable(target: Table, source: JsonObject, keepsNulls: boolean): void {
  for (const [key, value] of Object.entries(source)) {
    const present = target[key];
    if (!Object.hasOwn(target, key)) target[key] = value;
    else if (present === null && value !== null && !keepsNulls) Reflect.deleteProperty(target, key);
    else if (isJsonObject(present) && isJsonObject(value)) addTable(present, value, keepsNulls);
  }
}

/** Globals of the chart above win over the subchart's own. */
function addGlobals(target: Table, source: JsonObject): void {
  const own = Object.hasOwn(target, 'global') ? target.global : {};
  const above = Object.hasOwn(source, 'global') ? source.global : {};
  if (!isJsonObject(own) || !isJsonObject(above)) return;
  const globals: Table = own;
  for (const [key, shared] of Object.entries(above)) {
    // What lies deeper is one object for all charts in Helm too, where a null removes it for all.
    const value: Json = isJsonObject(shared) ? { ...shared } : shared;
    const present = globals[key];
    // Of a map and a scalar the subchart's stays.
    if (Object.hasOwn(globals, key) && isJsonObject(present) !== isJsonObject(value)) continue;
    if (isJsonObject(value) && isJsonObject(present)) addTable(value, present, true);
    globals[key] = value;
  }
  target.global = globals;
}

function withoutNulls(value: Json): Json {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, below]) => below !== null)
      .map(([key, below]) => [key, withoutNulls(below)]),
  );
}

function copy(values: JsonObject): Table {
  return structuredClone(values);
}
