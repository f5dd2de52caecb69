import { PreconditionError } from '../action/errors.ts';
import { runProcess } from '../tools/run-process.ts';
import type { ProcessEnd } from '../tools/run-process.ts';
import type { GitRepository } from './repository.ts';

/** What git is run with. */
export interface GitOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/**
 * The clone that `folder` lies in. Gives a PreconditionError, instead of throwing it, where there is
 * none or it cannot be read: not every caller needs one.
 */
export async function openRepository(
  folder: string,
  options: GitOptions,
): Promise<GitRepository | PreconditionError> {
  const ask = async (...args: readonly string[]): Promise<ProcessEnd> => git(folder, args, options);
  const opened = await ask('rev-parse', '--git-dir').catch((error: unknown) => {
    if (error instanceof PreconditionError) return error;
    throw error;
  });
  if (opened instanceof PreconditionError) return opened;
  if (opened.exitCode !== 0) {
    return new PreconditionError(`no git clone can be read in ${folder}: ${failureOf(opened)}`, {
      hint: 'Run actions/checkout before this step',
    });
  }
  return {
    isShallow: async () => textOf(await ask('rev-parse', '--is-shallow-repository')) === 'true',
    commitDate: async (commit) => {
      const found = await ask('rev-parse', '--verify', '--quiet', `${commit}^{commit}`);
      if (found.exitCode !== 0) return undefined;
      const id = textOf(found);
      const dated = textOf(await ask('rev-list', '--no-walk', '--timestamp', id, '--'));
      return new Date(Number(dated.split(' ')[0]) * 1000);
    },
    tags: async () => {
      const format = '%(refname:strip=2)%00%(objectname)%00%(*objectname)';
      const lines = textOf(await ask('for-each-ref', `--format=${format}`, 'refs/tags'));
      return lines
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => {
          const [name = '', object = '', tagged = ''] = line.split('\0');
          return { name, target: tagged === '' ? object : tagged };
        });
    },
  };
}

async function git(
  folder: string,
  args: readonly string[],
  { environment, signal }: GitOptions,
): Promise<ProcessEnd> {
  // In a container job the clone belongs to another user, which git refuses unless told otherwise.
  return runProcess('git', ['-c', 'safe.directory=*', ...args], {
    folder,
    signal,
    environment: {
      ...environment,
      LC_ALL: 'C',
      // A partial clone would fetch what it lacks; no protocol has this name.
      GIT_ALLOW_PROTOCOL: 'none',
      GIT_TERMINAL_PROMPT: '0',
    },
  });
}

function textOf(end: ProcessEnd): string {
  if (end.exitCode === 0 && !end.truncated) return end.stdout.trim();
  throw new PreconditionError(`the git clone could not be read: ${failureOf(end)}`);
}

function failureOf({ exitCode, stderr, truncated }: ProcessEnd): string {
  const said = stderr.trim().split('\n')[0] ?? '';
  if (said !== '') return said;
  return truncated ? 'git gave too much output' : `git ended with code ${exitCode ?? 'none'}`;
}
