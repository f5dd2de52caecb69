import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { actionNames } from '../../scripts/build/build-all.ts';
import { projectRoot } from '../../scripts/project-root.ts';
import { median } from './median.ts';

const rounds = 20;
const limit = 100;

/** Inputs with which each action reaches its first request to the API server. */
const inputs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  deploy: { manifests: 'configmap.yaml', release: 'bench' },
  rollback: { release: 'bench' },
  'smoke-test': { target: 'deployment/web' },
  'canary-shift': {
    route: 'httproute/web',
    'probe-url': 'http://127.0.0.1:1/',
    'probe-version': 'json: $.version',
  },
};

/**
 * How much longer each bundle takes to its first request to the API server than `node -e 0` takes in
 * all: medians of 20 rounds, taken in turn so that a busy machine slows both alike. A bundle that
 * asks no API server is measured to its end.
 */
export async function coldStart(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-bench-'));
  writeFileSync(
    path.join(folder, 'configmap.yaml'),
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bench\n',
  );
  writeFileSync(path.join(folder, 'output'), '');
  const server = await listen();
  try {
    const bare: number[] = [];
    const taken = new Map<string, number[]>(actionNames().map((name) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      bare.push(await timeBareNode());
      for (const [name, times] of taken) times.push(await timeBundle(name, folder, server));
    }
    const base = median(bare);
    const lines = [...taken].map(([name, times]) => {
      const more = median(times) - base;
      return `  ${name}: ${(median(times) / base).toFixed(2)} × bare node (+${more.toFixed(0)} ms, limit +${limit} ms)`;
    });
    return [`cold start, median of ${rounds}; bare node ${base.toFixed(0)} ms`, ...lines].join(
      '\n',
    );
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function listen(): Promise<Server> {
  const server = createServer((socket) => {
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function timeBareNode(): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
  await new Promise((resolve) => child.on('exit', resolve));
  return performance.now() - started;
}

async function timeBundle(name: string, folder: string, server: Server): Promise<number> {
  const { port } = server.address() as AddressInfo;
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [path.join(projectRoot, 'actions', name, 'dist/index.js')],
    {
      cwd: folder,
      stdio: 'ignore',
      env: {
        HOME: folder,
        RUNNER_TEMP: folder,
        GITHUB_WORKSPACE: folder,
        GITHUB_OUTPUT: path.join(folder, 'output'),
        GITHUB_REPOSITORY: 'shop/web',
        INPUT_SERVER: `https://127.0.0.1:${port}`,
        INPUT_TOKEN: 'bench-token',
        'INPUT_INSECURE-SKIP-TLS-VERIFY': 'true',
        ...Object.fromEntries(
          Object.entries(inputs[name] ?? {}).map(([key, value]) => [
            `INPUT_${key.toUpperCase()}`,
            value,
          ]),
        ),
      },
    },
  );
  const ended = new Promise<void>((resolve) =>
    child.on('exit', () => {
      resolve();
    }),
  );
  const asked = new Promise<void>((resolve) =>
    server.once('connection', () => {
      resolve();
    }),
  );
  await Promise.race(name in inputs ? [asked] : [ended]);
  const taken = performance.now() - started;
  child.kill('SIGKILL');
  await ended;
  return taken;
}
