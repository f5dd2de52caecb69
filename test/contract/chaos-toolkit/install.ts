import { readFileSync } from 'node:fs';
import path from 'node:path';
import { digestOf } from '../../cluster/paths.ts';
import { runCommand } from '../../cluster/processes/run-command.ts';
import { cachedFolder } from '../../cluster/tools/cached-folder.ts';
import { requirePython } from '../../cluster/tools/requirements.ts';

const installTimeoutMs = 10 * 60 * 1000;

/** Chaos Toolkit as it is installed for the tests. */
export interface ChaosToolkit {
  readonly python: string;
  /** Holds its packages. */
  readonly folder: string;
}

/**
 * Installs the Chaos Toolkit that a file of requirements pins into the tool cache, once; by default the
 * one beside this file, whose packages are known by their hashes.
 */
export async function ensureChaosToolkit(
  requirements: string = path.join(import.meta.dirname, 'requirements.txt'),
): Promise<ChaosToolkit> {
  await requirePython();
  const ask = 'import sys; print(sys.executable, *sys.version_info[:2])';
  const [python, ...version] = (await runCommand('python3', ['-c', ask])).trim().split(' ');
  if (python === undefined) throw new Error('python3 does not tell its own path');
  const digest = digestOf([readFileSync(requirements, 'utf8'), process.arch, ...version]);
  const folder = await cachedFolder(
    `chaos-toolkit-${digest}`,
    'Installing Chaos Toolkit',
    async (into) => {
      // Into a folder, as a virtual environment does not work any more once it was renamed.
      const options = ['--quiet', '--no-deps', '--target', into];
      const wheels = ['--only-binary=:all:', '--no-binary=antlr4-python3-runtime'];
      await runCommand(
        python,
        ['-m', 'pip', 'install', ...options, ...wheels, '--requirement', requirements],
        { timeoutMs: installTimeoutMs },
      );
    },
  );
  return { python, folder };
}
