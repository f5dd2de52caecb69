import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostPort, type Endpoint } from '../ports.ts';
import {
  lastLines,
  runningDaemon,
  runsAsSpecified,
  startDaemon,
  stopDaemon,
} from '../processes/daemon.ts';
import { runCommand } from '../processes/run-command.ts';
import { Hopeless, messageOf, waitFor } from '../processes/wait-for.ts';
import type { ClusterTools, Component } from './component.ts';

const startTimeoutMs = 60_000;
const recoveryTimeoutMs = 10_000;
const socketTimeoutMs = 3_000;
const socketPollMs = 50;

/** Leaves the component running as specified and working; one that already does is not touched. */
export async function ensureComponent(component: Component, tools: ClusterTools): Promise<void> {
  const { name } = component;
  const spec = component.spec(tools);
  if (runsAsSpecified(name, spec) && (await recovers(component))) return;
  await stopDaemon(name);
  for (const endpoint of component.listens) await requireFree(endpoint, name);
  startDaemon(name, spec);
  await waitUntilWorking(component);
}

// One that was started a moment ago, or lost what it depends on, is given time before a restart.
async function recovers(component: Component): Promise<boolean> {
  try {
    await waitFor(component.name, () => component.check(), recoveryTimeoutMs);
    return true;
  } catch {
    return false;
  }
}

async function waitUntilWorking(component: Component): Promise<void> {
  const { name } = component;
  const check = async (): Promise<void> => {
    if (runningDaemon(name) === undefined)
      throw new Hopeless(`${name} ended right after its start`);
    await component.check();
  };
  try {
    await waitFor(name, check, startTimeoutMs);
  } catch (error) {
    throw new Error(`${messageOf(error)}; ${lastLines(name)}`, { cause: error });
  }
}

async function requireFree(endpoint: Endpoint, name: string): Promise<void> {
  // The kernel takes the sockets of a process back a moment after the process is gone.
  const deadline = performance.now() + socketTimeoutMs;
  while (!(await isFree(endpoint))) {
    if (performance.now() > deadline) {
      throw new Error(
        `${name} needs ${hostPort(endpoint)}, which is taken by ${await holderOf(endpoint)}. ` +
          'Stop that process, or change the port in test/cluster/ports.ts',
      );
    }
    await sleep(socketPollMs);
  }
}

function isFree({ host, port }: Endpoint): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen({ host, port, exclusive: true }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

async function holderOf({ port }: Endpoint): Promise<string> {
  const listeners = await runCommand('ss', ['-Hltnp', `sport = :${port}`]).catch(() => '');
  const [, program, pid] = /\(\("([^"]+)",pid=(\d+)/.exec(listeners) ?? [];
  return program === undefined ? 'another process' : `${program} (pid ${pid ?? 'unknown'})`;
}
