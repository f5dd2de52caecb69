import { kubeconfigFile } from '../credentials.ts';
import { gateway } from '../gateway.ts';
import { statePath } from '../paths.ts';
import { endpoints } from '../ports.ts';
import { flags, type Component } from './component.ts';
import { answersHttp } from './probe.ts';

const config = {
  gateway: { gatewayRef: { namespace: gateway.namespace, name: gateway.name } },
  disablePermitInsecure: false,
};

/** Turns HTTPRoutes, Ingresses and HTTPProxies into Envoy's configuration. */
export const contour: Component = {
  name: 'contour',
  listens: [
    endpoints.contourXds,
    endpoints.contourHealth,
    endpoints.contourMetrics,
    endpoints.contourDebug,
  ],
  spec: (tools) => {
    const configFile = statePath('contour.json');
    return {
      command: tools.contour,
      args: [
        'serve',
        '--insecure',
        '--disable-leader-election',
        // The CRDs of the standard channel do not hold these.
        '--disable-feature=tlsroutes',
        '--disable-feature=tcproutes',
        '--disable-feature=backendtlspolicies',
        ...flags({
          'config-path': configFile,
          kubeconfig: kubeconfigFile('admin'),
          'xds-address': endpoints.contourXds.host,
          'xds-port': endpoints.contourXds.port,
          'health-address': endpoints.contourHealth.host,
          'health-port': endpoints.contourHealth.port,
          'http-address': endpoints.contourMetrics.host,
          'http-port': endpoints.contourMetrics.port,
          'debug-http-address': endpoints.contourDebug.host,
          'debug-http-port': endpoints.contourDebug.port,
          'envoy-service-http-address': endpoints.envoyHttp.host,
          'envoy-service-http-port': endpoints.envoyHttp.port,
          'envoy-service-https-address': endpoints.envoyHttp.host,
          'stats-address': endpoints.envoyStats.host,
          'stats-port': endpoints.envoyStats.port,
          'ingress-status-address': endpoints.envoyHttp.host,
          'envoy-http-access-log': '/dev/null',
        }),
      ],
      files: { [configFile]: JSON.stringify(config, undefined, 2) },
    };
  },
  check: () => answersHttp(endpoints.contourHealth, '/healthz'),
};
