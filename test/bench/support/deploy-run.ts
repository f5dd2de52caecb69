import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../scripts/project-root.ts';
import { parseFileCommands } from '../../contract/support/file-commands.ts';

/** One run of the deploy bundle. */
export interface DeployRun {
  readonly kubeconfig: string;
  readonly namespace: string;
  /** A file in a folder of its own. */
  readonly manifests: string;
  /** Inputs beside these, by name. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/** How a run ended, as its outputs say. */
export interface DeployEnd {
  readonly verdict: string;
  readonly reason: string;
}

/** The bundle. */
export const deployBundle = path.join(projectRoot, 'actions/deploy/dist/index.js');

/** The environment in which a runner starts it. */
export function deployEnvironment({
  kubeconfig,
  namespace,
  manifests,
  inputs = {},
}: DeployRun): Record<string, string> {
  const workspace = path.dirname(manifests);
  const temp = `${workspace}.temp`;
  mkdirSync(temp, { recursive: true });
  const output = path.join(temp, 'output');
  writeFileSync(output, '');
  const all = {
    kubeconfig,
    namespace,
    manifests: path.basename(manifests),
    release: 'bench',
    ...inputs,
  };
  return {
    HOME: temp,
    RUNNER_TEMP: temp,
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: output,
    GITHUB_REPOSITORY: 'bench/shop',
    ...Object.fromEntries(
      Object.entries(all).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
  };
}

/** Reads how the run with this environment ended. */
export function readEnd({ GITHUB_OUTPUT }: Readonly<Record<string, string>>): DeployEnd {
  const { verdict = '', reason = '' } = parseFileCommands(
    readFileSync(GITHUB_OUTPUT ?? '', 'utf8'),
  );
  return { verdict, reason };
}
