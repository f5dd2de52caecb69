import { chmod, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../processes/run-command.ts';
import type { WheelToolset } from './catalog.ts';

const downloadTimeoutMs = 10 * 60 * 1000;

/** Downloads the pinned wheel and unpacks its programs; no virtual environment is needed. */
export async function unpackWheel(toolset: WheelToolset, into: string): Promise<void> {
  const work = await mkdtemp(path.join(into, 'wheel-'));
  const requirements = path.join(import.meta.dirname, toolset.folder, 'requirements.txt');
  await runCommand(
    'python3',
    [
      '-m',
      'pip',
      'download',
      '--quiet',
      '--no-deps',
      '--only-binary=:all:',
      '--require-hashes',
    ].concat(['--dest', work, '--requirement', requirements]),
    { timeoutMs: downloadTimeoutMs },
  );
  for (const file of await readdir(work)) {
    await runCommand('python3', ['-m', 'zipfile', '-e', path.join(work, file), work]);
  }
  for (const [tool, file] of Object.entries(toolset.provides)) {
    await rename(path.join(work, file), path.join(into, tool));
    await chmod(path.join(into, tool), 0o755);
  }
  await rm(work, { recursive: true });
}
