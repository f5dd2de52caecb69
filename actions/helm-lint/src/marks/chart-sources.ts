import path from 'node:path';
import { arrayAt, stringAt } from '@kube-delivery/shared/json/json';
import type { LoadedChart, Subchart } from '../loaded-chart.ts';

/** A file of a chart or of one that lies in it, and where its user finds it. */
export interface SourceFile {
  /** Below the outermost chart's folder; of an archive `charts/db-1.2.0.tgz/templates/db.yaml`. */
  readonly path: string;
  /** Below its own chart: `templates/db.yaml`. */
  readonly ownPath: string;
  readonly text: string;
  /** Relative to the workspace; of a file in an archive the archive. */
  readonly file: string;
  readonly isArchived: boolean;
}

/** All files of a chart and of the charts in it. */
export function sourceFiles(chart: LoadedChart): readonly SourceFile[] {
  return filesBelow(chart, '', chart.folder, false);
}

function filesBelow(
  chart: LoadedChart,
  below: string,
  place: string,
  isArchived: boolean,
): readonly SourceFile[] {
  const own = chart.files.map((file) => ({
    path: `${below}${file.path}`,
    ownPath: file.path,
    text: file.text,
    file: isArchived ? place : path.posix.join(place, file.path),
    isArchived,
  }));
  const others = chart.subcharts.flatMap((subchart) =>
    filesBelow(
      subchart.chart,
      `${below}${subchart.path}/`,
      isArchived ? place : placeOf(subchart, place),
      isArchived || subchart.isArchive,
    ),
  );
  return [...own, ...others];
}

/** Where a chart in a folder or archive lies in the workspace. */
function placeOf(subchart: Subchart, place: string): string {
  return subchart.isArchive ? path.posix.join(place, subchart.path) : subchart.chart.folder;
}

/**
 * The names of the charts on the way to the template that Helm calls `shop/charts/db/templates/…`:
 * `db`. They are aliases where the parent gives one, and what the values are nested in.
 */
export function scopeOfSource(source: string): readonly string[] {
  const scope: string[] = [];
  let rest = source.slice(source.indexOf('/') + 1);
  for (;;) {
    const [matched, name] = /^charts\/([^/]+)\//.exec(rest) ?? [];
    if (matched === undefined || name === undefined) return scope;
    scope.push(name);
    rest = rest.slice(matched.length);
  }
}

/** The file that Helm names `shop/charts/db/templates/db.yaml`, whatever folder the chart lies in. */
export function sourceNamed(chart: LoadedChart, source: string): SourceFile | undefined {
  const scope = scopeOfSource(source);
  const above = scope.map((name) => `charts/${name}/`).join('');
  const ownPath = source.slice(source.indexOf('/') + 1 + above.length);
  let holder: LoadedChart | undefined = chart;
  let below = '';
  for (const name of scope) {
    const subchart: Subchart | undefined = holder && subchartNamed(holder, name);
    below += `${subchart?.path ?? ''}/`;
    holder = subchart?.chart;
  }
  return holder && sourceFiles(chart).find((file) => file.path === `${below}${ownPath}`);
}

/** The chart that its parent knows by a name or alias. */
export function subchartNamed(chart: LoadedChart, name: string): Subchart | undefined {
  const aliased = arrayAt(chart.description, 'dependencies').find(
    (dependency) => stringAt(dependency, 'alias') === name,
  );
  const wanted = stringAt(aliased, 'name') ?? name;
  return chart.subcharts.find((subchart) => subchart.chart.name === wanted);
}
