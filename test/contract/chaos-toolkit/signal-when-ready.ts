import { existsSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../../e2e/support/eventually.ts';
import type { Case } from './case.ts';

/** Sends a case's signal to the program itself once its experiment has made the file `ready`. */
export async function signalWhenReady(
  pid: () => Promise<number>,
  { signal }: Case,
  workspace: string,
): Promise<void> {
  if (signal === undefined) return;
  const ready = path.join(workspace, 'ready');
  await eventually(
    () => existsSync(ready),
    (isReady) => isReady,
    30_000,
  );
  process.kill(await pid(), signal);
}
