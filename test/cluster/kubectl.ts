import { kubeconfigFile } from './credentials.ts';
import { runCommand } from './processes/run-command.ts';

const commandTimeoutMs = 120_000;

/** Runs kubectl as the cluster's administrator and returns what it prints. */
export type Kubectl = (...args: readonly string[]) => Promise<string>;

/** A kubectl for the cluster. */
export function kubectlOf(program: string): Kubectl {
  return (...args) =>
    runCommand(program, ['--kubeconfig', kubeconfigFile('admin'), ...args], {
      timeoutMs: commandTimeoutMs,
    });
}
