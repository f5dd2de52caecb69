import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const identity = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.test',
  GIT_COMMITTER_NAME: 'C',
  GIT_COMMITTER_EMAIL: 'c@example.test',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

/** A real repository in a folder of its own. */
export class TemporaryClone {
  readonly folder: string;

  constructor() {
    this.folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'temporary-clone-')));
  }

  /** A new repository on the branch `main`. */
  static init(): TemporaryClone {
    const clone = new TemporaryClone();
    clone.git('init', '--quiet', '--initial-branch=main');
    return clone;
  }

  /** Clones with the options of `git clone` given. */
  clone(...options: readonly string[]): TemporaryClone {
    const copy = new TemporaryClone();
    copy.git('clone', '--quiet', ...options, `file://${this.folder}`, '.');
    return copy;
  }

  git(...args: readonly string[]): string {
    return this.#run(args, {});
  }

  /** Commits nothing but a date, and gives the commit's id. */
  commit(date = '2026-11-21T10:00:00Z'): string {
    this.#run(['commit', '--quiet', '--allow-empty', '-m', 'x'], {
      GIT_AUTHOR_DATE: '2001-01-01T00:00:00Z',
      GIT_COMMITTER_DATE: date,
    });
    return this.git('rev-parse', 'HEAD');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #run(args: readonly string[], environment: Readonly<Record<string, string>>): string {
    return execFileSync('git', args, {
      cwd: this.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, ...identity, ...environment },
    }).trim();
  }
}
