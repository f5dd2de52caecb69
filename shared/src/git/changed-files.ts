import { PreconditionError } from '../action/errors.ts';
import type { RunGit } from './open-clone.ts';

/** See ComparableGit.changedFiles. Throws a PreconditionError where git cannot compare. */
export async function readChangedFiles(
  run: RunGit,
  revision: string,
): Promise<readonly string[] | undefined> {
  const base = await run(['merge-base', '--end-of-options', `${revision}^{commit}`, 'HEAD']);
  const commit = base.stdout.trim();
  if (base.exitCode !== 0 || commit === '') return undefined;
  const changed = await list(run, [
    'diff',
    '--name-only',
    '--no-renames',
    '--no-relative',
    '--no-ext-diff',
    '-z',
    commit,
    '--',
  ]);
  const unknown = await list(run, ['ls-files', '--others', '--exclude-standard', '-z']);
  return [...new Set([...changed, ...unknown])].sort();
}

async function list(run: RunGit, args: readonly string[]): Promise<readonly string[]> {
  const { exitCode, stdout, stderr } = await run(args);
  if (exitCode !== 0) {
    const why = stderr.trim().split('\n').at(-1) ?? '';
    throw new PreconditionError(`git could not say which files were changed: ${why}`);
  }
  return stdout.split('\0').filter((file) => file !== '');
}
