import { existsSync } from 'node:fs';
import { isRoot } from './privileges.ts';
import { runCommand } from './processes/run-command.ts';

/** One thing a machine must have, and how to say that it has not. */
interface Precondition {
  readonly isMet: () => boolean | Promise<boolean>;
  readonly otherwise: string;
}

const preconditions: readonly Precondition[] = [
  {
    isMet: () => process.platform === 'linux',
    otherwise: `Linux: the cluster's pods are real containers; this is ${process.platform}`,
  },
  {
    isMet: () => isRoot() || succeeds('sudo', ['-n', 'true']),
    otherwise: 'root, or sudo without a password: containers need mounts and network links',
  },
  {
    isMet: () => existsSync('/usr/bin/apt-get'),
    otherwise: 'apt-get: runc, the CNI plugins and buildah come as Debian packages',
  },
  {
    isMet: () => succeeds('go', ['version']),
    otherwise: 'Go 1.26 or newer on the PATH: it builds Kubernetes, containerd, Contour and more',
  },
  {
    isMet: () => succeeds('python3', ['-m', 'pip', '--version']),
    otherwise: 'Python 3 with pip: Envoy comes as a Python wheel',
  },
];

/** Fails with everything that keeps this machine from hosting the cluster. */
export async function checkPreconditions(): Promise<void> {
  const unmet: string[] = [];
  for (const { isMet, otherwise } of preconditions) {
    if (!(await isMet())) unmet.push(`  - ${otherwise}`);
  }
  if (unmet.length > 0) {
    throw new Error(['This machine cannot host the test cluster. It needs:', ...unmet].join('\n'));
  }
}

async function succeeds(program: string, args: readonly string[]): Promise<boolean> {
  try {
    await runCommand(program, args);
    return true;
  } catch {
    return false;
  }
}
