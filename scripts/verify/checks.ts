import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectRoot } from '../project-root.ts';

const checks: readonly (readonly string[])[] = [
  ['tsc', '--noEmit'],
  ['eslint', '.', '--max-warnings', '0'],
  ['prettier', '--check', '.', '--log-level', 'warn'],
  ['node', 'scripts/readme-tables.ts', '--check'],
];

/** Type check, lint, formatting and generated tables; fails naming every check that did. */
export async function runChecks(): Promise<void> {
  const failed: string[] = [];
  for (const [program = '', ...args] of checks) {
    const child = spawn(program, args, {
      cwd: projectRoot,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) failed.push([program, ...args].join(' '));
  }
  if (failed.length > 0) throw new Error(`these checks failed: ${failed.join('; ')}`);
}
