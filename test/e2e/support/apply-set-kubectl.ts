import { ensureTools } from '../../cluster/index.ts';
import { statePath } from '../../cluster/paths.ts';
import { runCommand } from '../../cluster/processes/run-command.ts';
import { testCluster } from './test-cluster.ts';

/** Runs kubectl in a namespace, with ApplySets switched on, and gives what it prints. */
export type Kubectl = (args: readonly string[], objects?: readonly object[]) => Promise<string>;

/** The kubectl of the test cluster's version; `objects` are what it reads with `-f -`. */
export async function applySetKubectl(namespace: string): Promise<Kubectl> {
  const { kubectl } = await ensureTools(['kubectl']);
  const connection = [
    `--kubeconfig=${testCluster().kubeconfig}`,
    `--cache-dir=${statePath('kubectl-cache')}`,
    `--namespace=${namespace}`,
  ];
  return (args, objects = []) =>
    runCommand(kubectl, [...args, ...connection], {
      env: { KUBECTL_APPLYSET: 'true' },
      input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
    });
}
