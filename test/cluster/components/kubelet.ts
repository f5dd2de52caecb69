import { kubeconfigFile } from '../credentials.ts';
import { statePath } from '../paths.ts';
import { endpoints, nodeAddress } from '../ports.ts';
import { flags, nodeName, type Component } from './component.ts';
import { containerdSocket } from './containerd.ts';
import { answersHttp } from './probe.ts';

const config = {
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  address: endpoints.kubelet.host,
  port: endpoints.kubelet.port,
  healthzBindAddress: endpoints.kubeletHealth.host,
  healthzPort: endpoints.kubeletHealth.port,
  // Only this machine reaches the bridge's address; the node has no secrets of others.
  authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
  authorization: { mode: 'AlwaysAllow' },
  containerRuntimeEndpoint: `unix://${containerdSocket}`,
  podLogsDir: statePath('pod-logs'),
  cgroupDriver: 'cgroupfs',
  failCgroupV1: false,
  failSwapOn: false,
  enforceNodeAllocatable: [],
  // kube-proxy makes the rules that are needed; the kubelet's own would only be left behind.
  makeIPTablesUtilChains: false,
  // A full disk of the machine is not what these tests are about.
  evictionHard: { 'memory.available': '50Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
  imageGCHighThresholdPercent: 100,
  imageGCLowThresholdPercent: 99,
  maxPods: 200,
  serializeImagePulls: false,
  registryPullQPS: 0,
  eventRecordQPS: 500,
  eventBurst: 1000,
};

/** Runs the pods. */
export const kubelet: Component = {
  name: 'kubelet',
  listens: [endpoints.kubelet, endpoints.kubeletHealth],
  spec: (tools) => {
    const configFile = statePath('kubelet.json');
    return {
      command: tools.kubelet,
      args: flags({
        config: configFile,
        kubeconfig: kubeconfigFile(`system:node:${nodeName}`),
        'root-dir': statePath('kubelet'),
        'cert-dir': statePath('kubelet-pki'),
        'hostname-override': nodeName,
        'node-ip': nodeAddress,
      }),
      files: { [configFile]: JSON.stringify(config, undefined, 2) },
    };
  },
  check: () => answersHttp(endpoints.kubeletHealth, '/healthz'),
};
