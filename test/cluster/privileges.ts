import { spawn } from 'node:child_process';
import path from 'node:path';
import { sourceFolder } from './paths.ts';

/** A program and its arguments. */
export type CommandLine = readonly [program: string, ...args: string[]];

/** Whether this process is root. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** A command line that runs as root, with sudo where this process is somebody else. */
export function asRoot(command: CommandLine): CommandLine {
  return isRoot() ? command : ['sudo', '-n', ...command];
}

/** The user who called sudo, to whom files made for reading by people are handed over. */
export function invokingUser(
  environment: NodeJS.ProcessEnv = process.env,
): { readonly uid: number; readonly gid: number } | undefined {
  const { SUDO_UID: uid, SUDO_GID: gid } = environment;
  return uid === undefined || gid === undefined
    ? undefined
    : { uid: Number(uid), gid: Number(gid) };
}

/** Runs one of this folder's commands as root, in the same environment, and waits for its end. */
export function runAsRoot(command: 'up' | 'down'): Promise<void> {
  const environment = ['HOME', 'PATH', 'XDG_CACHE_HOME'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [`${name}=${value}`];
  });
  const cli = path.join(sourceFolder, 'cli.ts');
  const [program, ...args] = asRoot(['env', ...environment, process.execPath, cli, command]);
  return new Promise((resolve, reject) => {
    // Progress goes on to the terminal; the data the command prints is not wanted twice.
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`"${command}" as root failed; its output is above`));
    });
  });
}
