import type { BundleRun, RunningBundle } from '../../contract/support/run-bundle.ts';
import { startFaultProxy } from './fault-proxy.ts';
import type { FaultProxy } from './fault-proxy.ts';
import type { Inputs, Manifests, ReleaseNamespace } from './release-namespace.ts';
import { startTcpProxy } from './tcp-proxy.ts';
import type { TcpProxy } from './tcp-proxy.ts';
import { administrator } from './test-connection.ts';

/** The deploy action, reaching the API server through a proxy. */
export interface ProxiedReleases<Proxy> {
  readonly proxy: Proxy;
  readonly deploy: (
    release: string,
    manifests: Manifests,
    inputs?: Inputs,
    environment?: Inputs,
  ) => Promise<BundleRun>;
  readonly start: (
    release: string,
    manifests: Manifests,
    inputs?: Inputs,
    environment?: Inputs,
  ) => RunningBundle;
}

/** Deploys through a proxy of its own that can spoil requests, and ends the proxy. */
export async function throughFaults<Result>(
  own: Pick<ReleaseNamespace, 'deploy' | 'start'>,
  work: (through: ProxiedReleases<FaultProxy>) => Promise<Result>,
): Promise<Result> {
  const proxy = await startFaultProxy();
  const connection = {
    kubeconfig: '',
    server: proxy.url,
    token: 'the proxy has its own',
    'insecure-skip-tls-verify': 'true',
  };
  try {
    return await work(proxied(own, proxy, connection));
  } finally {
    await proxy.close();
  }
}

/** Deploys through a proxy of its own that can break connections, and ends the proxy. */
export async function throughTcp<Result>(
  own: Pick<ReleaseNamespace, 'deploy' | 'start'>,
  work: (through: ProxiedReleases<TcpProxy>) => Promise<Result>,
): Promise<Result> {
  const { server, headers, tls } = await administrator();
  const proxy = await startTcpProxy(new URL(server));
  const connection = {
    kubeconfig: '',
    server: `https://127.0.0.1:${proxy.port}`,
    token: (headers.Authorization ?? '').replace(/^Bearer /, ''),
    'certificate-authority': String(tls.ca),
  };
  try {
    return await work(proxied(own, proxy, connection));
  } finally {
    await proxy.close();
  }
}

function proxied<Proxy>(
  own: Pick<ReleaseNamespace, 'deploy' | 'start'>,
  proxy: Proxy,
  connection: Inputs,
): ProxiedReleases<Proxy> {
  return {
    proxy,
    deploy: (release, manifests, inputs = {}, environment = {}) =>
      own.deploy(release, manifests, { ...connection, ...inputs }, environment),
    start: (release, manifests, inputs = {}, environment = {}) =>
      own.start(release, manifests, { ...connection, ...inputs }, environment),
  };
}
