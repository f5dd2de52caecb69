import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { digestOf } from './paths.ts';
import { say } from './progress.ts';

/** The name under which the machine's one cluster is brought up or down. */
export const clusterLock = 'the test cluster';

const retryMs = 200;
const patienceMs = 60 * 60 * 1000;

/**
 * Runs an action while no other process of this machine runs one under the same name; a second one
 * waits. The lock is an abstract Unix socket: the kernel takes it back when its holder dies, however
 * it dies, so there is no stale lock to clean up.
 */
export async function withLock<T>(name: string, action: () => Promise<T>): Promise<T> {
  const server = await acquire(name);
  try {
    return await action();
  } finally {
    server.close();
  }
}

async function acquire(name: string): Promise<Server> {
  const deadline = performance.now() + patienceMs;
  for (let attempt = 0; performance.now() < deadline; attempt += 1) {
    const server = await tryToListen(`\0kube-delivery-${digestOf([name])}`);
    if (server !== undefined) return server;
    if (attempt === 0) say(`Another process is busy with ${name}; waiting for it ...`);
    await sleep(retryMs);
  }
  throw new Error(`${name} stayed locked by another process for ${patienceMs / 60_000} minutes`);
}

function tryToListen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () => {
      // A lock must not keep a failed process from ending.
      server.unref();
      resolve(server);
    });
  });
}
