import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { OrphanGuard } from '../../src/helm/orphan-guard.ts';

const guardFile = path.resolve(import.meta.dirname, '../../src/helm/orphan-guard.ts');

function folderWithSecret(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-guarded-'));
  writeFileSync(path.join(folder, 'kubeconfig'), 'secret');
  return folder;
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(holds: () => boolean): Promise<void> {
  const began = performance.now();
  while (!holds()) {
    if (performance.now() - began > 10_000) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A process that guards a program of its own, says its id, and goes on for ever. */
function startGuarded(folder: string, ending: string) {
  const code = `
    import { spawn } from 'node:child_process';
    import { OrphanGuard } from ${JSON.stringify(guardFile)};
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const guard = new OrphanGuard(${JSON.stringify(folder)}, process.env.PATH);
    guard.watch(child.pid);
    process.stdout.write(String(child.pid));
    setInterval(() => {}, 1000);
    ${ending}
  `;
  return spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('the guard', () => {
  test('kills the program and removes the folder when its process is killed', async () => {
    const folder = folderWithSecret();
    const running = startGuarded(folder, '');
    const [id] = (await once(running.stdout, 'data')) as [Buffer];
    const program = Number(id.toString());
    expect(isAlive(program)).toBe(true);
    running.kill('SIGKILL');
    await until(() => !isAlive(program) && !existsSync(folder));
  });

  test('leaves a program alone that has ended, and still removes the folder', async () => {
    const folder = folderWithSecret();
    const running = startGuarded(folder, 'guard.watch(undefined);');
    const [id] = (await once(running.stdout, 'data')) as [Buffer];
    const program = Number(id.toString());
    running.kill('SIGKILL');
    await until(() => !existsSync(folder));
    expect(isAlive(program)).toBe(true);
    process.kill(program, 'SIGKILL');
  });

  test('touches nothing when it is ended, and can be ended twice', async () => {
    const folder = folderWithSecret();
    const program = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const guard = new OrphanGuard(folder, process.env.PATH);
    guard.watch(program.pid);
    await guard.end();
    await guard.end();
    expect(existsSync(path.join(folder, 'kubeconfig'))).toBe(true);
    expect(isAlive(program.pid ?? 0)).toBe(true);
    program.kill('SIGKILL');
  });
});
