import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../scripts/project-root.ts';
import { sampleAppProgram } from '../test/cluster/index.ts';
import type { Chapter } from './story.ts';

const run = promisify(execFile);
const examples = path.join(projectRoot, 'workflows-examples');
const author = ['-c', 'user.name=Developer', '-c', 'user.email=developer@shop.example'];

/** Makes a user's repository in `folder`: the example application and the example workflow. */
export async function createRepository(folder: string): Promise<void> {
  await cp(path.join(examples, 'web'), folder, { recursive: true });
  await mkdir(path.join(folder, '.github/workflows'), { recursive: true });
  await copyFile(
    path.join(examples, 'delivery.yml'),
    path.join(folder, '.github/workflows/delivery.yml'),
  );
  await run('git', ['init', '--quiet', '--initial-branch=main'], { cwd: folder });
}

/** Commits the version of a chapter, as a developer would before pushing. */
export async function commitVersion(folder: string, chapter: Chapter): Promise<void> {
  await copyFile(await sampleAppProgram(chapter.version), path.join(folder, 'podinfo'));
  const dockerfile = path.join(folder, 'Dockerfile');
  const text = await readFile(dockerfile, 'utf8');
  await writeFile(
    dockerfile,
    text.replace(/RANDOM_ERROR=(true|false)/, `RANDOM_ERROR=${String(chapter.faulty)}`),
  );
  await run('git', ['add', '--all'], { cwd: folder });
  await run('git', [...author, 'commit', '--quiet', '--message', chapter.commitMessage], {
    cwd: folder,
  });
}
