import { readFileSync } from 'node:fs';
import { runCommand } from '../processes/run-command.ts';

/** Unmounts everything below a folder, innermost first; fails when something stays mounted. */
export async function unmountBelow(folder: string): Promise<void> {
  for (const mountPoint of currentMounts(folder)) {
    await runCommand('umount', ['--lazy', mountPoint]);
  }
  const [left] = currentMounts(folder);
  if (left !== undefined) throw new Error(`${left} is still mounted`);
}

function currentMounts(folder: string): string[] {
  return mountPointsBelow(folder, readFileSync('/proc/self/mounts', 'utf8'));
}

/** The mount points below a folder out of `/proc/self/mounts`, the last mounted first. */
export function mountPointsBelow(folder: string, mounts: string): string[] {
  return mounts
    .split('\n')
    .flatMap((line) => line.split(' ')[1] ?? [])
    .map(unescapeOctal)
    .filter((mountPoint) => mountPoint.startsWith(`${folder}/`))
    .toReversed();
}

// The kernel writes blanks and backslashes in paths as octal numbers.
function unescapeOctal(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
