import { existsSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { down, isHealthy, status, up } from '../cluster/index.ts';
import { statePath } from '../cluster/paths.ts';
import { asRoot } from '../cluster/privileges.ts';
import { runCommand } from '../cluster/processes/run-command.ts';
import { leftovers } from './leftovers.ts';

async function pids(): Promise<Record<string, number | undefined>> {
  return Object.fromEntries((await status()).map(({ component, pid }) => [component, pid]));
}

async function killHard(wanted: (component: string) => boolean): Promise<void> {
  const killed = Object.entries(await pids())
    .filter(([component]) => wanted(component))
    .flatMap(([, pid]) => (pid === undefined ? [] : [String(pid)]));
  expect(killed.length).toBeGreaterThan(0);
  const [program, ...args] = asRoot(['kill', '-9', ...killed]);
  await runCommand(program, args);
}

test('up twice is harmless: every process stays', async () => {
  await up();
  const before = await pids();
  await up();
  expect(await pids()).toEqual(before);
});

test.each([
  ['the control plane', ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler']],
  ['the node', ['containerd', 'kubelet', 'kube-proxy']],
  ['the data plane', ['contour', 'envoy', 'registry', 'prometheus']],
])('up works after kill -9 of %s', async (_what, components) => {
  const known = Object.keys(await pids());
  expect(components.filter((component) => !known.includes(component))).toEqual([]);
  await killHard((component) => components.includes(component));
  expect(isHealthy(await status())).toBe(false);
  await up();
  expect(isHealthy(await status())).toBe(true);
});

test('down after kill -9 of everything leaves nothing behind, and up works again', async () => {
  await killHard(() => true);
  await down();
  expect(Object.values(await pids()).filter((pid) => pid !== undefined)).toEqual([]);
  expect(await leftovers()).toEqual([]);
  expect(existsSync(statePath('etcd'))).toBe(false);
  await up();
  expect(isHealthy(await status())).toBe(true);
});
