/** A Helm chart as the inputs of an action name it. */
export interface ChartSource {
  /** A folder (absolute, links resolved) or an `oci://` address. */
  readonly chart: string;
  /** Of an `oci://` chart; undefined takes the newest. */
  readonly version: string | undefined;
  /** Values files, absolute; later ones win. */
  readonly values: readonly string[];
  /** Lines `name=value`, which win over the files. */
  readonly set: readonly string[];
}

/** A chart that lies ready on this machine, and the files of its values. */
export interface PreparedChart {
  readonly name: string;
  readonly version: string;
  /** Absolute. */
  readonly folder: string;
  /** Absolute; later ones win. */
  readonly valuesFiles: readonly string[];
}
