import path from 'node:path';
import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { HelmCli, HelmProgram } from '@kube-delivery/shared/helm/helm-cli';
import { runProcess } from '@kube-delivery/shared/tools/run-process';

/** A Helm that only reads charts. */
export type LocalHelm = Pick<HelmCli, 'major' | 'run' | 'version'>;

/**
 * Helm without a cluster, without plugins and without the settings of this machine; `folder` is its
 * home. It writes nothing outside, so that nothing has to be undone where it is killed.
 */
export function openLocalHelm(
  program: HelmProgram,
  folder: string,
  { clock, environment, secrets }: Pick<ActionContext, 'clock' | 'environment' | 'secrets'>,
): LocalHelm {
  const kept = Object.entries(environment).filter(
    ([name]) => !/^(?:INPUT_|HELM_|KUBECONFIG$|NODE_OPTIONS$)/.test(name),
  );
  const own = {
    ...Object.fromEntries(kept),
    HELM_CACHE_HOME: path.join(folder, 'cache'),
    HELM_CONFIG_HOME: path.join(folder, 'config'),
    HELM_DATA_HOME: path.join(folder, 'data'),
    HELM_PLUGINS: path.join(folder, 'plugins'),
    KUBECONFIG: path.join(folder, 'kubeconfig'),
    NO_COLOR: '1',
  };
  return {
    version: program.version,
    major: Number.parseInt(program.version, 10),
    run: (args, signal, more) =>
      runProcess(
        { command: program.path, args, folder, environment: { ...own, ...more } },
        { clock, secrets, signal },
      ),
  };
}
