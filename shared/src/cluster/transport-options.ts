/** Whether a connection serves one request after another, or answers that go on. */
export type ConnectionUse = 'requests' | 'streams';

/** How connections are made. */
export interface TransportOptions {
  /** Proxy of the kubeconfig; else those of the environment count. */
  readonly proxyUrl: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}
