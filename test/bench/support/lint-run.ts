import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../scripts/project-root.ts';
import { parseFileCommands } from '../../contract/support/file-commands.ts';

/** The bundle. */
export const lintBundle = path.join(projectRoot, 'actions/helm-lint/dist/index.js');

/** The environment in which a runner starts it on all charts of a workspace. */
export function lintEnvironment(workspace: string, helm: string): Record<string, string> {
  const temp = `${workspace}.temp`;
  mkdirSync(temp, { recursive: true });
  const output = path.join(temp, 'output');
  writeFileSync(output, '');
  return {
    HOME: temp,
    RUNNER_TEMP: temp,
    GITHUB_WORKSPACE: workspace,
    GITHUB_OUTPUT: output,
    GITHUB_REPOSITORY: 'bench/shop',
    'INPUT_HELM-PATH': helm,
    'INPUT_FAIL-ON': 'never',
  };
}

/** The outputs of the run with this environment. */
export function readOutputs({
  GITHUB_OUTPUT,
}: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return parseFileCommands(readFileSync(GITHUB_OUTPUT ?? '', 'utf8'));
}
