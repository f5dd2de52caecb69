import { execFile } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { writeReleaseTree } from '../../demo/release-tree.ts';
import { projectRoot } from '../../scripts/project-root.ts';
import { ensureTools } from '../cluster/index.ts';

const run = promisify(execFile);
const released = 'kube-delivery/kube-delivery-actions/actions/';

/**
 * actionlint knows the inputs of actions that lie in the same repository only: so the workflows are
 * checked in a copy where they name the suite's actions by path.
 */
test('every workflow passes actionlint, with the inputs and outputs of our actions', async () => {
  const { actionlint } = await ensureTools(['actionlint']);
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-lint-'));
  try {
    await writeReleaseTree(folder);
    const workflows = path.join(folder, '.github/workflows');
    mkdirSync(workflows, { recursive: true });
    mkdirSync(path.join(folder, '.git'));
    cpSync(path.join(projectRoot, '.github/workflows/ci.yml'), path.join(workflows, 'ci.yml'));
    const examples = globSync('*.yml', { cwd: path.join(projectRoot, 'workflows-examples') });
    expect(examples).toContain('delivery.yml');
    for (const example of examples) {
      const text = readFileSync(path.join(projectRoot, 'workflows-examples', example), 'utf8');
      const local = text.replaceAll(
        new RegExp(`uses: ${released}([a-z-]+)@v1`, 'g'),
        'uses: ./actions/$1',
      );
      expect(local).not.toContain(released);
      writeFileSync(path.join(workflows, example), local);
    }
    const { stdout } = await run(actionlint, ['-shellcheck=', '-pyflakes=', '-no-color'], {
      cwd: folder,
    }).catch((error: unknown) => error as { stdout: string });
    expect(stdout).toBe('');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
