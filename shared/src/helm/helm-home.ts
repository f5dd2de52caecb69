import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ActionContext } from '../action/context.ts';
import { PreconditionError } from '../action/errors.ts';
import { OrphanGuard } from './orphan-guard.ts';

type Environment = ActionContext['environment'];

/**
 * A folder below RUNNER_TEMP that Helm takes for its home: its caches, its plugins, the kubeconfig.
 * Only this user may read it.
 */
export class HelmHome {
  readonly folder: string;
  /** For Helm: without the action's inputs, and without the machine's plugins and settings of Helm. */
  readonly environment: Environment;
  /** Kills Helm and removes the folder where this process is killed. */
  readonly guard: OrphanGuard;

  constructor(
    { environment, run }: Pick<ActionContext, 'environment' | 'run'>,
    kubeconfig: string,
  ) {
    refuseOtherStorage(environment);
    mkdirSync(run.temp, { recursive: true });
    this.folder = mkdtempSync(path.join(run.temp, 'kube-delivery-helm-'));
    this.guard = new OrphanGuard(this.folder, environment.PATH);
    this.environment = {
      ...environmentOfHelm(environment),
      HELM_CACHE_HOME: path.join(this.folder, 'cache'),
      HELM_CONFIG_HOME: path.join(this.folder, 'config'),
      HELM_DATA_HOME: path.join(this.folder, 'data'),
      HELM_PLUGINS: this.pluginFolder,
      HELM_REGISTRY_CONFIG:
        registryLogin(environment) ?? path.join(this.folder, 'config', 'registry.json'),
      KUBECONFIG: this.write('kubeconfig', kubeconfig),
      NO_COLOR: '1',
    };
  }

  /** Where Helm looks for plugins; there are none but ours. */
  get pluginFolder(): string {
    return path.join(this.folder, 'plugins');
  }

  /** Writes a file that only this user may read, and gives its path. */
  write(name: string, text: string): string {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  }

  /** Removes the folder. */
  async close(): Promise<void> {
    await this.guard.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function environmentOfHelm(environment: Environment): Environment {
  const kept = Object.entries(environment).filter(
    ([name]) => !/^(?:INPUT_|HELM_|KUBECONFIG$|NODE_OPTIONS$)/.test(name),
  );
  return Object.fromEntries(kept);
}

/** Its records are read here where Helm keeps them by default. */
function refuseOtherStorage({ HELM_DRIVER: driver = '' }: Environment): void {
  if (['', 'secret', 'secrets'].includes(driver)) return;
  throw new PreconditionError(
    `HELM_DRIVER is ${JSON.stringify(driver)}, and releases are read from Secrets only`,
    { hint: 'Take HELM_DRIVER out of the environment of this step' },
  );
}

/** The file of an earlier `helm registry login` on this machine, for charts that need one. */
function registryLogin(environment: Environment): string | undefined {
  const { APPDATA, HELM_CONFIG_HOME, HELM_REGISTRY_CONFIG, HOME, XDG_CONFIG_HOME } = environment;
  const homes = [
    HELM_CONFIG_HOME,
    XDG_CONFIG_HOME === undefined ? undefined : path.join(XDG_CONFIG_HOME, 'helm'),
    HOME === undefined ? undefined : path.join(HOME, '.config', 'helm'),
    HOME === undefined ? undefined : path.join(HOME, 'Library', 'Preferences', 'helm'),
    APPDATA === undefined ? undefined : path.join(APPDATA, 'helm'),
  ];
  const files = homes.flatMap((home) =>
    home === undefined ? [] : [path.join(home, 'registry', 'config.json')],
  );
  return [HELM_REGISTRY_CONFIG, ...files].find((file) => file !== undefined && existsSync(file));
}
