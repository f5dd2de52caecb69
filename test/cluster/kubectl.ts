import { kubeconfigFile } from './credentials.ts';
import { statePath } from './paths.ts';
import { runCommand } from './processes/run-command.ts';

const commandTimeoutMs = 120_000;

const connection = [
  `--kubeconfig=${kubeconfigFile('admin')}`,
  // What one cluster serves must not be remembered for the next, nor in the user's home.
  `--cache-dir=${statePath('kubectl-cache')}`,
];

/** Runs kubectl as the cluster's administrator and returns what it prints. */
export type Kubectl = (...args: readonly string[]) => Promise<string>;

/** A kubectl for the cluster. */
export function kubectlOf(program: string): Kubectl {
  return (...args) =>
    runCommand(program, [...connection, ...args], { timeoutMs: commandTimeoutMs });
}
