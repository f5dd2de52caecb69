import { kubeconfigFile } from '../credentials.ts';
import { statePath } from '../paths.ts';
import { endpoints } from '../ports.ts';
import { flags, unlimited, type Component } from './component.ts';
import { answersHttps } from './probe.ts';

/** Gives pods their node. */
export const scheduler: Component = {
  name: 'kube-scheduler',
  listens: [endpoints.scheduler],
  spec: (tools) => ({
    command: tools['kube-scheduler'],
    args: flags({
      kubeconfig: kubeconfigFile('system:kube-scheduler'),
      'bind-address': endpoints.scheduler.host,
      'secure-port': endpoints.scheduler.port,
      'cert-dir': statePath('scheduler'),
      'leader-elect': false,
      ...unlimited,
    }),
  }),
  check: () => answersHttps(endpoints.scheduler, '/healthz'),
};
