import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A program that says it is this version and nothing else. */
export function sayingVersion(version: string): string {
  return `#!/bin/sh\necho v${version}+g0000000\n`;
}

/** A `.tar.gz` that tar itself makes of these files. */
export function tarGzOf(files: Readonly<Record<string, string>>): Buffer {
  return inFolder((folder) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text, { mode: 0o600 });
    }
    return run('tar', ['-czf', '-', '-C', folder, ...Object.keys(files)]);
  });
}

/** What a shell command writes, run in an empty folder. */
export function madeBy(command: string): Buffer {
  return inFolder((folder) => run('sh', ['-euc', command], folder));
}

/** The `.zip` that Python makes of one file; deflated unless `stored`. */
export function zipOf(name: string, text: string, method: 'DEFLATED' | 'STORED'): Buffer {
  return inFolder((folder) => {
    const file = path.join(folder, 'made.zip');
    const script = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_${method}) as made:
    made.writestr('LICENSE', 'free')
    made.writestr(sys.argv[2], sys.stdin.read())`;
    execFileSync('python3', ['-c', script, file, name], { input: text });
    return readFileSync(file);
  });
}

/** In hex. */
export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function inFolder(make: (folder: string) => Buffer): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), 'tool-archives-'));
  try {
    return make(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(command: string, args: readonly string[], cwd?: string): Buffer {
  return execFileSync(command, args, { cwd, maxBuffer: 64 * 1024 * 1024 });
}
