import type { HelmCli } from '@kube-delivery/shared/helm/helm-cli';
import type { RenderedDocuments } from './rendered-documents.ts';

/** What rendering needs of the world. */
export interface RenderWorld {
  /** A stand-in may hold back runs until there is room for another process. */
  readonly helm: Pick<HelmCli, 'major' | 'run' | 'version'>;
  readonly signal: AbortSignal;
  /** An existing folder, absolute, for copies of charts; each is removed after its use. */
  readonly temp: string;
  /** Versions that charts are checked for: `1.36`; the newest counts where only one is needed. */
  readonly kubernetesVersions: readonly string[];
  /** Documents that were read already; made for each chart by `new RenderedDocuments()`. */
  readonly documents: RenderedDocuments;
}
