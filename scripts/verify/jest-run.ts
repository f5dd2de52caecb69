import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../project-root.ts';

/** What this project reads of jest's own result file. */
interface JestResult {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/**
 * Runs the tests of these jest projects, ends with the line `N passed, N failed` and tells whether
 * all passed. A test file that could not even be loaded counts as one failure.
 */
export async function runJest(projects: readonly string[]): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-jest-'));
  const file = path.join(folder, 'result.json');
  try {
    const jest = path.join(projectRoot, 'node_modules/jest/bin/jest.js');
    const args = [
      '--selectProjects',
      ...projects,
      '--maxWorkers=4',
      '--json',
      '--outputFile',
      file,
    ];
    const child = spawn(
      process.execPath,
      ['--experimental-vm-modules', '--no-warnings', jest, ...args],
      {
        cwd: projectRoot,
        // The JSON on standard output is in the file as well; the readable part comes on stderr.
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    const [code] = (await once(child, 'exit')) as [number | null];
    const result = JSON.parse(readFileSync(file, 'utf8')) as JestResult;
    const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
    const skipped = result.numPendingTests > 0 ? `, ${result.numPendingTests} skipped` : '';
    console.log(`${result.numPassedTests} passed, ${failed} failed${skipped}`);
    return code === 0 && result.success;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
