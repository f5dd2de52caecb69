import type { KubeObject } from '../cluster/kube-object.ts';
import type { JsonObject } from '../json/json.ts';

/** One YAML document of what a chart renders. */
export interface RenderedDocument {
  /** The template: `shop/templates/app.yaml`. */
  readonly source: string;
  readonly isHook: boolean;
  /** Lists are taken apart. */
  readonly objects: readonly KubeObject[];
}

/** What a chart renders for one release. */
export interface RenderedRelease {
  /** `shop-1.2.0` */
  readonly chart: string;
  readonly appVersion: string;
  /** The values that were given, without the chart's own. */
  readonly values: JsonObject;
  readonly documents: readonly RenderedDocument[];
  readonly notes: string;
}
