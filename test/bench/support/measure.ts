import { spawn } from 'node:child_process';

/** What a script took. */
export interface Measured {
  /** Seconds from its start to its end. */
  readonly wall: number;
  /** Seconds of user and system time, of all its processes. */
  readonly cpu: number;
  readonly output: string;
}

/** Runs a shell script to its end, as a step of a workflow would; one that fails is an error. */
export async function measure(
  script: string,
  environment: Readonly<Record<string, string>>,
): Promise<Measured> {
  const child = spawn('bash', ['-c', `set -e; time { ${script}; } 3>&-`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, TIMEFORMAT: `${marker} %R %U %S`, ...environment },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const times = output.split(`${marker} `)[1]?.trim().split(' ').map(Number);
  const [wall, user, system] = times ?? [];
  if (code !== 0 || wall === undefined || user === undefined || system === undefined) {
    throw new Error(`a measured script ended with ${code ?? 'a signal'}:\n${output.slice(-4000)}`);
  }
  return { wall, cpu: user + system, output };
}

const marker = 'measured:';
