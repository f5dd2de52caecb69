import { kubeconfigFile, serviceAccountKeyFiles } from '../credentials.ts';
import { statePath } from '../paths.ts';
import { endpoints } from '../ports.ts';
import { apiServerCaFile } from './api-server.ts';
import { flags, unlimited, type Component } from './component.ts';
import { answersHttps } from './probe.ts';

/** The controllers that turn Deployments into pods. */
export const controllerManager: Component = {
  name: 'kube-controller-manager',
  listens: [endpoints.controllerManager],
  spec: (tools) => ({
    command: tools['kube-controller-manager'],
    args: flags({
      kubeconfig: kubeconfigFile('system:kube-controller-manager'),
      'bind-address': endpoints.controllerManager.host,
      'secure-port': endpoints.controllerManager.port,
      'cert-dir': statePath('controller-manager'),
      controllers: '*',
      'leader-elect': false,
      ...unlimited,
      'use-service-account-credentials': true,
      'root-ca-file': apiServerCaFile,
      'service-account-private-key-file': serviceAccountKeyFiles.private,
    }),
  }),
  check: () => answersHttps(endpoints.controllerManager, '/healthz'),
};
