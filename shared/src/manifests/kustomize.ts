import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ActionContext } from '../action/context.ts';
import { PreconditionError, wrongInput } from '../action/errors.ts';
import { liesInside } from '../files/user-file.ts';
import { startDeadline } from '../time/deadline.ts';
import { locateTool } from '../tools/locate-tool.ts';
import { runProcess } from '../tools/run-process.ts';
import { toolEnvironment } from '../tools/tool-environment.ts';
import { parseManifests } from './parse-manifests.ts';
import type { ManifestReading } from './parse-manifests.ts';

const input = 'kustomize';
const longestBuildMs = 5 * 60_000;

/** What rendering a kustomization needs of the world. */
export interface KustomizeWorld {
  readonly context: ActionContext;
  readonly signal: AbortSignal;
  /** A kustomize to use; else the pinned one is located. */
  readonly toolPath?: string;
}

/**
 * The objects that `kustomize build` makes of a folder, which must lie in the workspace or RUNNER_TEMP.
 * Neither plugins nor Helm charts are run, and files are read from below a kustomization only. An
 * InputError for a folder or kustomization that is wrong, in kustomize's own words; a
 * PreconditionError where kustomize cannot be had or a remote base not be reached. Places are lines of
 * what was rendered.
 */
export async function renderKustomization(
  folder: string,
  { context, signal, toolPath }: KustomizeWorld,
): Promise<ManifestReading> {
  const { workspace } = context.run;
  const root = kustomizationFolder(folder, context);
  const shown = path.relative(realpathSync(workspace), root) || '.';
  const request = { name: 'kustomize', version: '' } as const;
  const tool = await locateTool(toolPath === undefined ? request : { ...request, path: toolPath }, {
    context,
    signal,
  });
  const { exitCode, stderr, stdout } = await build(tool.path, root, { context, signal });
  if (exitCode !== 0) throw buildFailure(shown, inWorkspace(stderr, workspace));
  if (stderr.trim() !== '') context.log.quote(inWorkspace(stderr.trim(), workspace));
  return readRendered(stdout, shown);
}

function kustomizationFolder(given: string, { run }: ActionContext): string {
  const folder = path.resolve(run.workspace, given);
  const status = statSync(folder, { throwIfNoEntry: false });
  const shown = JSON.stringify(given);
  if (status === undefined) {
    throw wrongInput(input, `${shown} does not exist; paths are relative to the workspace`);
  }
  if (!status.isDirectory()) {
    throw wrongInput(input, `${shown} is not a folder; give the one with the kustomization.yaml`);
  }
  const real = realpathSync(folder);
  if (liesInside(real, run)) return real;
  throw wrongInput(input, `${shown} lies outside the workspace and RUNNER_TEMP; move it inside`);
}

async function build(
  command: string,
  root: string,
  { context, signal }: Pick<KustomizeWorld, 'context' | 'signal'>,
) {
  const { clock, environment, secrets } = context;
  const deadline = startDeadline(clock, longestBuildMs, 'kustomize build', signal);
  try {
    return await runProcess(
      {
        command,
        args: ['build', '--load-restrictor', 'LoadRestrictionsRootOnly', root],
        folder: root,
        // Git fetches remote bases, and must not wait for somebody to type a password.
        environment: { ...toolEnvironment(environment), GIT_TERMINAL_PROMPT: '0' },
      },
      { clock, secrets, signal: deadline.signal },
    );
  } finally {
    deadline.cancel();
  }
}

function buildFailure(shown: string, stderr: string): Error {
  const lines = stderr.split(/\r?\n/).filter((line) => !line.startsWith('# Warning'));
  const told = lines.map((line) => line.trim()).filter((line) => line !== '');
  const message = told.join(' ').replace(/^Error: /, '') || 'kustomize gave no reason';
  if (!/failed to run '\S*git\b|no 'git' program|dial tcp|no such host/.test(message)) {
    return wrongInput(input, `${shown} cannot be rendered: ${message}`);
  }
  return new PreconditionError(
    `${shown} cannot be rendered, because a remote base cannot be fetched: ${message}`,
    {
      hint: 'Let the runner reach it (its address, git, credentials), or copy the base into the repository',
    },
  );
}

function readRendered(text: string, shown: string): ManifestReading {
  const { manifests, problems } = parseManifests(text, `${shown} (rendered)`);
  if (manifests.length === 0 && problems.length === 0) {
    return { manifests, problems: [{ message: `there is no object in ${shown}` }] };
  }
  // Without their places: no file of the user's has these lines.
  return { manifests, problems: problems.map(({ message }) => ({ message })) };
}

function inWorkspace(text: string, workspace: string): string {
  return text.replaceAll(`${realpathSync(workspace)}${path.sep}`, '');
}
