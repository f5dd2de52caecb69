import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { InterruptedError, PreconditionError } from '../../src/action/errors.ts';
import { createSecrets } from '../../src/action/secrets.ts';
import { systemClock } from '../../src/time/system-clock.ts';
import { runProcess } from '../../src/tools/run-process.ts';
import type { ProcessEnd, ProcessRequest } from '../../src/tools/run-process.ts';

const impatientClock = { ...systemClock, sleep: () => Promise.resolve() };
const secrets = createSecrets(() => undefined);
secrets.add('hunter2hunter2');

function script(source: string, ...args: readonly string[]): ProcessRequest {
  return {
    command: process.execPath,
    args: ['-e', source, ...args],
    folder: tmpdir(),
    environment: { GIVEN: 'yes' },
  };
}

async function run(request: ProcessRequest): Promise<ProcessEnd> {
  return runProcess(request, {
    clock: systemClock,
    secrets,
    signal: new AbortController().signal,
  });
}

test.each([
  ['process.exitCode = 3', { exitCode: 3, stdout: '', stderr: '' }],
  ['process.kill(process.pid, "SIGKILL")', { exitCode: undefined, stdout: '', stderr: '' }],
  ['process.stdout.write("héllo")', { exitCode: 0, stdout: 'héllo', stderr: '' }],
  ['console.error("at hunter2hunter2")', { exitCode: 0, stdout: '', stderr: 'at ***\n' }],
  ['console.log(Object.keys(process.env).join())', { exitCode: 0, stdout: 'GIVEN\n', stderr: '' }],
])('%s', async (source, end) => {
  await expect(run(script(source))).resolves.toEqual(end);
});

test('arguments reach the program as they are', async () => {
  const args = ['$(id)', '; ls', '`x`', '*', 'a b', "'"];
  const { stdout } = await run(
    script('console.log(JSON.stringify(process.argv.slice(1)))', ...args),
  );
  expect(JSON.parse(stdout)).toEqual(args);
});

test.each([
  [{ command: 'no-such-program-here', folder: tmpdir() }, 'no such program on the PATH'],
  [{ command: process.execPath, folder: '/no/such/folder' }, '/no/such/folder does not exist'],
  [{ command: tmpdir(), folder: tmpdir() }, 'EACCES'],
])('%j cannot be started', async (request, message) => {
  const started = run({ ...request, args: [], environment: {} });
  await expect(started).rejects.toThrow(PreconditionError);
  await expect(started).rejects.toThrow(message);
});

test('nothing is started after the signal aborted', async () => {
  const reason = new InterruptedError('SIGINT');
  const started = runProcess(script(''), {
    clock: systemClock,
    secrets,
    signal: AbortSignal.abort(reason),
  });
  await expect(started).rejects.toBe(reason);
});

test.each([
  ['is told of the interruption and waited for', 'process.exit()', systemClock, 'SIGTERM'],
  ['is killed when it does not end', '', impatientClock, 'SIGINT'],
] as const)('an interrupted program %s', async (_what, onSignal, clock, interruption) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'run-process-'));
  const [ready, told] = [path.join(folder, 'ready'), path.join(folder, 'told')];
  const reason = new InterruptedError(interruption);
  const interrupted = new AbortController();
  const running = runProcess(
    script(
      `const { writeFileSync } = require('fs');
      const [ready, told] = process.argv.slice(1);
      process.on('${interruption}', () => { writeFileSync(told, ''); ${onSignal} });
      setInterval(() => {}, 1000);
      writeFileSync(ready, '');`,
      ready,
      told,
    ),
    { clock, secrets, signal: interrupted.signal },
  );
  try {
    await appears(ready);
    interrupted.abort(reason);
    await expect(running).rejects.toBe(reason);
    if (onSignal !== '') expect(existsSync(told)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

async function appears(file: string): Promise<void> {
  const end = performance.now() + 30_000;
  while (!existsSync(file)) {
    if (performance.now() > end) throw new Error(`${file} did not appear`);
    await delay(10);
  }
}
