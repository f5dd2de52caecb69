import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../project-root.ts';

/** How many tests ended which way. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What this project reads of jest's own result file. */
interface JestResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/**
 * Runs the tests of these jest projects, up to `workers` files at once. A test file that could not even
 * be loaded counts as one failure, and so does a run that failed without saying where.
 */
export async function runJest(projects: readonly string[], workers: number): Promise<TestCounts> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-jest-'));
  const file = path.join(folder, 'result.json');
  try {
    const jest = path.join(projectRoot, 'node_modules/jest/bin/jest.js');
    const output = ['--json', '--outputFile', file];
    const args = [`--maxWorkers=${workers}`, ...output, '--selectProjects', ...projects];
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
    return {
      passed: result.numPassedTests,
      failed: code === 0 ? failed : Math.max(1, failed),
      skipped: result.numPendingTests,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The counts of both runs together. */
export function addCounts(one: TestCounts, other: TestCounts): TestCounts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

/** The counts as the last line of a run. */
export function describeCounts({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
