import { realpathSync } from 'node:fs';
import path from 'node:path';
import { PreconditionError } from '../action/errors.ts';
import { DeadlineError, startDeadline } from '../time/deadline.ts';
import { runProcess } from '../tools/run-process.ts';
import type { ProcessEnd, ProcessWorld } from '../tools/run-process.ts';
import { readChangedFiles } from './changed-files.ts';
import type { ComparableGit, GitCommit, GitTag } from './git.ts';

const deadlineMilliseconds = 60_000;

/** What reading a clone needs of the world. */
export interface GitWorld extends ProcessWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The clone whose top is `folder`; a repository in a folder above is not taken for it. Throws a
 * PreconditionError when git cannot be run or `folder` is no clone.
 */
export async function openClone(folder: string, world: GitWorld): Promise<ComparableGit> {
  const run = gitIn(folder, world);
  const opened = await run(['rev-parse', '--is-shallow-repository']);
  if (opened.exitCode !== 0) {
    const why = lastLine(opened.stderr) || 'git rev-parse failed';
    throw new PreconditionError(`${folder} is not a git clone: ${why}`, {
      hint: 'Check the repository out into the workspace first, with actions/checkout',
    });
  }
  const isShallow = opened.stdout.trim() === 'true';
  return {
    isShallow,
    commit: async (revision) => readCommit(run, revision),
    tags: async () => readTags(run),
    isAncestor: async (older, newer) => {
      const found = await readAncestry(run, older, newer);
      // A path that was cut off looks like none.
      return found === false && isShallow ? undefined : found;
    },
    changedFiles: async (revision) => readChangedFiles(run, revision),
  };
}

/** Runs git in a clone, to its end. */
export type RunGit = (args: readonly string[]) => Promise<ProcessEnd>;

function gitIn(folder: string, world: GitWorld): RunGit {
  const environment = {
    ...world.environment,
    LC_ALL: 'C',
    GIT_CEILING_DIRECTORIES: path.dirname(realOf(folder)),
    // A partial clone would fetch what it lacks; no protocol has this name.
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
  };
  return async (args) => {
    const deadline = startDeadline(
      world.clock,
      deadlineMilliseconds,
      `git ${args[0] ?? ''}`,
      world.signal,
    );
    try {
      return await runProcess(
        {
          command: 'git',
          // In a job container the workspace belongs to another user, whom git would not trust.
          args: ['-c', `safe.directory=${realOf(folder)}`, ...args],
          folder,
          environment,
        },
        { ...world, signal: deadline.signal },
      );
    } catch (error) {
      if (error instanceof DeadlineError) {
        throw new PreconditionError(error.message, { cause: error });
      }
      throw error;
    } finally {
      deadline.cancel();
    }
  };
}

async function readCommit(run: RunGit, revision: string): Promise<GitCommit | undefined> {
  const { exitCode, stdout } = await run([
    'log',
    '-1',
    '--no-show-signature',
    '--no-patch',
    '--format=%H %ct',
    '--end-of-options',
    `${revision}^{commit}`,
    '--',
  ]);
  const [, sha, seconds] = /^([0-9a-f]+) (\d+)$/.exec(stdout.trim()) ?? [];
  if (exitCode !== 0 || sha === undefined) return undefined;
  return { sha, committedAt: new Date(Number(seconds) * 1000) };
}

async function readAncestry(
  run: RunGit,
  older: string,
  newer: string,
): Promise<boolean | undefined> {
  const commits = [older, newer].map((revision) => `${revision}^{commit}`);
  const { exitCode } = await run(['merge-base', '--is-ancestor', '--end-of-options', ...commits]);
  if (exitCode === 0) return true;
  return exitCode === 1 ? false : undefined;
}

async function readTags(run: RunGit): Promise<readonly GitTag[]> {
  const { exitCode, stdout, stderr } = await run([
    'for-each-ref',
    '--format=%(refname:lstrip=2) %(objectname) %(*objectname)',
    'refs/tags',
  ]);
  if (exitCode !== 0) {
    throw new PreconditionError(`the tags of the clone could not be read: ${lastLine(stderr)}`);
  }
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', object = '', commit = ''] = line.split(' ');
      return { name, commit: commit === '' ? object : commit };
    });
}

function realOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
