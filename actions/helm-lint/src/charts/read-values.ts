import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { liesInside } from '@kube-delivery/shared/files/user-file';
import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import type { YamlProblem } from '@kube-delivery/shared/manifests/yaml';
import type { LoadedChart } from '../loaded-chart.ts';
import { helmLeniency } from './declared-dependencies.ts';
import { lineWithin } from './line-within.ts';

const notMap = 'is not a map; values are fields with their values';

/** Why Helm could not read a text as values; undefined where it can. */
export function valuesProblem(text: string): YamlProblem | undefined {
  const { documents, problems } = readYaml(text, 'kubernetes', helmLeniency);
  const [problem] = problems;
  if (problem !== undefined) return { ...problem, line: lineWithin(text, problem.line) };
  const wrong = documents.find(({ value }) => !isJsonObject(value));
  return wrong && { line: wrong.lineOf(), message: notMap };
}

/** The values of a text as Helm reads them: several documents are merged; none where it cannot. */
export function readValues(text: string): JsonObject {
  const { documents, problems } = readYaml(text, 'kubernetes', helmLeniency);
  if (problems.length > 0) return {};
  return documents.reduce<JsonObject>(
    (values, { value }) => (isJsonObject(value) ? mergeValues(values, value) : values),
    {},
  );
}

/** `over` wins; maps are merged, anything else is replaced. */
export function mergeValues(values: JsonObject, over: JsonObject): JsonObject {
  const merged = new Map<string, Json>(Object.entries(values));
  for (const [key, value] of Object.entries(over)) {
    const below = merged.get(key);
    merged.set(key, isJsonObject(below) && isJsonObject(value) ? mergeValues(below, value) : value);
  }
  return Object.fromEntries(merged);
}

/**
 * The text of a values file, named from the chart's folder; files that .helmignore names can be read
 * too. Undefined where there is none inside the workspace.
 */
export function valuesText(chart: LoadedChart, file: string): string | undefined {
  const known = chart.files.find((each) => each.path === file);
  if (known !== undefined) return known.text;
  const absolute = valuesPath(chart, file);
  return absolute && readFileSync(absolute, 'utf8').replace(/^\uFEFF/, '');
}

/** Where a values file lies, links resolved; undefined where there is none inside the workspace. */
export function valuesPath(chart: LoadedChart, file: string): string | undefined {
  const absolute = path.resolve(chart.absolute, file);
  if (!existsSync(absolute) || !statSync(absolute).isFile()) return undefined;
  const real = realpathSync(absolute);
  const workspace = workspaceOf(chart);
  return liesInside(real, { workspace, temp: workspace }) ? real : undefined;
}

/** The workspace's folder, absolute. */
export function workspaceOf({ absolute, folder }: LoadedChart): string {
  return folder === '.' ? absolute : path.resolve(absolute, ...folder.split('/').map(() => '..'));
}
