import { kubeconfigFile } from '../credentials.ts';
import { podRange } from '../network/bridge.ts';
import { endpoints, hostPort } from '../ports.ts';
import { flags, nodeName, type Component } from './component.ts';
import { answersHttp } from './probe.ts';

/** Makes Services' addresses lead to pods. */
export const kubeProxy: Component = {
  name: 'kube-proxy',
  listens: [endpoints.kubeProxyHealth, endpoints.kubeProxyMetrics],
  spec: (tools) => ({
    command: tools['kube-proxy'],
    args: flags({
      kubeconfig: kubeconfigFile('system:kube-proxy'),
      'hostname-override': nodeName,
      'proxy-mode': 'iptables',
      'cluster-cidr': podRange,
      'healthz-bind-address': hostPort(endpoints.kubeProxyHealth),
      'metrics-bind-address': hostPort(endpoints.kubeProxyMetrics),
      // Zero leaves the machine's connection tracking as it is.
      'conntrack-max-per-core': 0,
      'conntrack-tcp-timeout-established': '0s',
      'conntrack-tcp-timeout-close-wait': '0s',
    }),
  }),
  check: () => answersHttp(endpoints.kubeProxyHealth, '/healthz'),
};
