import { arrayAt, isJsonObject, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import { openYamlPlaces } from '@kube-delivery/shared/manifests/yaml-places';
import type { ChartFile } from '../loaded-chart.ts';
import { helmLeniency } from './declared-dependencies.ts';
import { lineWithin } from './line-within.ts';
import { LoadFault } from './load-fault.ts';
import { fullVersion } from './version-constraint.ts';

/** What a chart must say of itself before Helm loads it. */
export interface ChartMetadata {
  readonly name: string;
  readonly version: string;
  readonly isLibrary: boolean;
  readonly description: JsonObject;
}

/** Reads Chart.yaml; `shown` is its path from the workspace. Throws a LoadFault for what Helm refuses. */
export function readMetadata(file: ChartFile, shown: string): ChartMetadata {
  const description = readMap(file, shown);
  const places = openYamlPlaces(file.text);
  const refuse = (message: string, hint: string, ...path: readonly (string | number)[]): never => {
    throw new LoadFault(shown, message, { hint, at: places.nearestKey(path) });
  };
  const text = (key: string): string => {
    const value = valueAt(description, key) ?? null;
    if (typeof value === 'object' && value !== null) {
      return refuse(
        `${key} is a ${kindOf(value)}, which must be text`,
        `Write ${key} as text`,
        key,
      );
    }
    return value === null ? '' : String(value);
  };
  const [name, version, type] = [text('name'), text('version'), text('type')];
  if (name === '') refuse('the chart has no name', 'Give Chart.yaml a name', 'name');
  if (name.includes('/') || name === '.' || name === '..') {
    refuse(`${JSON.stringify(name)} cannot be a chart's name`, 'Take a name without /', 'name');
  }
  if (version === '') {
    refuse('the chart has no version', 'Give Chart.yaml a version such as 1.0.0', 'version');
  }
  if (fullVersion(version) === undefined) {
    refuse(
      `the version ${JSON.stringify(version)} is not SemVer`,
      'Write it like 1.2.3',
      'version',
    );
  }
  if (!['', 'application', 'library'].includes(type)) {
    const hint = 'Write application or library';
    refuse(`the type ${JSON.stringify(type)} is not known to Helm`, hint, 'type');
  }
  checkDependencies(description, refuse);
  return { name, version, isLibrary: type === 'library', description };
}

/** A chart's YAML file that must be a map; an empty one counts as an empty map. */
export function readMap(file: ChartFile, shown: string): JsonObject {
  const { documents, problems } = readYaml(file.text, 'kubernetes', helmLeniency);
  const [problem] = problems;
  if (problem !== undefined) {
    throw new LoadFault(shown, `${file.path} ${problem.message}`, {
      at: { line: lineWithin(file.text, problem.line), column: 1 },
      hint: 'Put the YAML right',
    });
  }
  const value = documents[0]?.value ?? {};
  if (isJsonObject(value)) return value;
  throw new LoadFault(shown, `${file.path} is a ${kindOf(value)}, which must be a map`, {
    hint: 'Write it as fields with their values',
  });
}

/** `list`, `map`, `text`, `number` or `boolean`. */
export function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'map';
  return typeof value === 'string' ? 'text' : typeof value;
}

type Refuse = (message: string, hint: string, ...path: readonly (string | number)[]) => never;

function checkDependencies(description: JsonObject, refuse: Refuse): void {
  const seen = new Set<string>();
  for (const [index, entry] of arrayAt(description, 'dependencies').entries()) {
    const at = ['dependencies', index] as const;
    if (!isJsonObject(entry)) {
      refuse('a dependency is empty', 'Give it name, version and repository', ...at);
    }
    const alias = valueAt(entry, 'alias') ?? '';
    if (typeof alias !== 'string' || !/^[\w-]*$/.test(alias)) {
      const hint = 'Use letters, digits, - and _ only';
      refuse(`the alias ${JSON.stringify(alias)} is not allowed`, hint, ...at, 'alias');
    }
    const name = stringAt(entry, 'name') ?? '';
    const called = alias === '' ? name : alias;
    if (seen.has(called)) {
      const hint = 'Give one of them an alias of its own';
      refuse(`two dependencies are called ${called}`, hint, ...at, alias === '' ? 'name' : 'alias');
    }
    seen.add(called);
  }
}
