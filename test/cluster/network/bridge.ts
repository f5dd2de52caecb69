import { mkdirSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { statePath } from '../paths.ts';
import { nodeAddress } from '../ports.ts';
import { runCommand } from '../processes/run-command.ts';
import { systemPrograms } from '../tools/debian.ts';

/** The addresses pods are given. */
export const podRange = '10.244.0.0/24';

/** Where containerd finds the network's description. */
export const cniConfigFolder = statePath('cni');

const bridge = 'kube-delivery0';

const cniConfig = {
  cniVersion: '1.0.0',
  name: 'kube-delivery',
  plugins: [
    {
      type: 'bridge',
      bridge,
      isGateway: true,
      hairpinMode: true,
      ipMasq: false,
      ipam: {
        type: 'host-local',
        dataDir: statePath('cni-addresses'),
        ranges: [[{ subnet: podRange, gateway: nodeAddress }]],
        routes: [{ dst: '0.0.0.0/0' }],
      },
    },
  ],
};

/** Makes the pods' bridge, whose address is the node's, and describes it to containerd. */
export async function ensureBridge(): Promise<void> {
  mkdirSync(cniConfigFolder, { recursive: true });
  writeFileSync(
    path.join(cniConfigFolder, '10-kube-delivery.conflist'),
    JSON.stringify(cniConfig, undefined, 2),
  );
  if (!(await bridgeExists())) await ip('link', 'add', bridge, 'type', 'bridge');
  await ip('address', 'replace', `${nodeAddress}/24`, 'dev', bridge);
  await ip('link', 'set', bridge, 'up');
}

/** Removes the bridge and the pods' ends of it. */
export async function removeBridge(): Promise<void> {
  if (await bridgeExists()) {
    for (const port of await bridgePorts()) await ip('link', 'delete', port);
    await ip('link', 'delete', bridge);
  }
}

async function bridgeExists(): Promise<boolean> {
  const links = await readdir('/sys/class/net');
  return links.includes(bridge);
}

function bridgePorts(): Promise<string[]> {
  return readdir(`/sys/class/net/${bridge}/brif`);
}

function ip(...args: readonly string[]): Promise<string> {
  return runCommand(systemPrograms.ip.file, args);
}
