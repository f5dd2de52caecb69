import type { Finding } from '../finding.ts';
import type { ValueSet } from '../loaded-chart.ts';
import type { RenderedObject, RenderedProblem } from '../rendered-object.ts';

/** What one render of a chart gave, for all Kubernetes versions that give the same. */
export interface RenderOutcome {
  readonly set: ValueSet;
  /** `1.36`; none where the chart's kubeVersion excludes all of them. */
  readonly kubernetesVersions: readonly string[];
  /** What `helm template` printed, without the templates that fail; empty where Helm gave nothing. */
  readonly output: string;
  readonly objects: readonly RenderedObject[];
  /** What is wrong with objects of the output, before their lines are looked for. */
  readonly problems: readonly RenderedProblem[];
  /** What Helm refused, with its lines. */
  readonly failures: readonly Finding[];
  /**
   * Files that the output was rendered without: path below the chart to the text that stood there
   * instead, as `copyChart` takes it.
   */
  readonly replaced: ReadonlyMap<string, string>;
}
