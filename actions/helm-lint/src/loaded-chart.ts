import type { Json } from '@kube-delivery/shared/json/json';

/** A file of a chart. */
export interface ChartFile {
  /** Below the chart's folder, with `/`: `templates/web.yaml`, `charts/db/values.yaml`. */
  readonly path: string;
  readonly text: string;
}

/** A chart that another one has in its folder `charts`. */
export interface Subchart {
  readonly chart: LoadedChart;
  /** Where it lies below its parent: `charts/db`, or `charts/db-1.2.0.tgz`. */
  readonly path: string;
  readonly isArchive: boolean;
}

/** A chart's folder, read once. */
export interface LoadedChart {
  /** Relative to the workspace, with `/`; `.` for the workspace itself. */
  readonly folder: string;
  /** Absolute. */
  readonly absolute: string;
  readonly name: string;
  readonly version: string;
  readonly isLibrary: boolean;
  /** Chart.yaml as it was read. */
  readonly description: Json;
  /** Without what `.helmignore` names and without `charts/`. */
  readonly files: readonly ChartFile[];
  readonly subcharts: readonly Subchart[];
}

/** One way in which a chart is rendered. */
export interface ValueSet {
  /** What findings call it: `defaults`, or its files: `values.yaml,ci/prod.yaml`. */
  readonly name: string;
  /** Values files that are given to Helm in this order, below the chart's folder. */
  readonly files: readonly string[];
}
