import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { wrongInput } from '../action/errors.ts';
import { arrayAt, stringAt } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import { readYaml } from '../manifests/yaml.ts';

/** A chart that another one is made of, as Chart.yaml names it. */
export interface ChartDependency {
  readonly name: string;
  /** URL, `oci://`, `file://`, or a name that the machine's Helm knows; empty for one in `charts`. */
  readonly repository: string;
}

/** A chart on this machine. */
export interface ChartFolder {
  readonly name: string;
  readonly version: string;
  /** Absolute. */
  readonly folder: string;
  /** Dependencies that are not in its folder `charts`. */
  readonly missing: readonly ChartDependency[];
}

/**
 * Reads what a chart's folder says of it. A folder that is no chart, and a chart that cannot be
 * installed, are an InputError; `shown` is how the user named it.
 */
export function readChartFolder(folder: string, shown: string): ChartFolder {
  const file = path.join(folder, 'Chart.yaml');
  if (!existsSync(file)) {
    throw wrongInput('chart', `${shown} is not a chart: it has no Chart.yaml`);
  }
  const description = readFirst(file);
  const name = stringAt(description, 'name') ?? '';
  const version = stringAt(description, 'version') ?? '';
  if (name === '' || version === '') {
    throw wrongInput('chart', `${shown} is not a chart: its Chart.yaml has no name or no version`);
  }
  if (stringAt(description, 'type') === 'library') {
    throw wrongInput('chart', `${shown} is a library for other charts and cannot be installed`);
  }
  // Charts of apiVersion v1 name their dependencies in a file of its own.
  const requirements = path.join(folder, 'requirements.yaml');
  const declared = [description, ...(existsSync(requirements) ? [readFirst(requirements)] : [])];
  const dependencies = declared.flatMap((each) => arrayAt(each, 'dependencies')).map(toDependency);
  const present = presentCharts(path.join(folder, 'charts'));
  return { name, version, folder, missing: dependencies.filter(({ name }) => !present(name)) };
}

function toDependency(entry: Json): ChartDependency {
  return { name: stringAt(entry, 'name') ?? '', repository: stringAt(entry, 'repository') ?? '' };
}

/** Like Helm, which looks for the name only, as a folder or as an archive `<name>-<version>.tgz`. */
function presentCharts(folder: string): (name: string) => boolean {
  const entries = existsSync(folder) ? readdirSync(folder) : [];
  const folders = entries.flatMap((entry) => {
    const file = path.join(folder, entry, 'Chart.yaml');
    return existsSync(file) ? (stringAt(readFirst(file), 'name') ?? []) : [];
  });
  return (name) =>
    folders.includes(name) ||
    entries.some(
      (entry) => entry.startsWith(`${name}-`) && isVersion(entry.slice(name.length + 1)),
    );
}

function isVersion(rest: string): boolean {
  return /^v?\d.*\.tgz$/.test(rest);
}

function readFirst(file: string): Json {
  const { documents, problems } = readYaml(readFileSync(file, 'utf8'));
  const [problem] = problems;
  if (problem !== undefined) {
    throw wrongInput('chart', `${path.basename(file)}:${problem.line}: ${problem.message}`);
  }
  return documents[0]?.value ?? null;
}
