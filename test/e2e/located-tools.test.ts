import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { locateTool } from '../../shared/src/tools/locate-tool.ts';
import { toolPlatform } from '../../shared/src/tools/tool-platform.ts';
import { quietContext } from '../../shared/test/action/quiet-context.ts';
import { startMirror } from '../../shared/test/tools/mirror.ts';
import { sha256 } from '../../shared/test/tools/tool-archives.ts';
import { ensureTools } from '../cluster/index.ts';

const { signal } = new AbortController();

test.each([
  ['helm', 'helm', /^4\.\d+\.\d+$/],
  ['helm3', 'helm', /^3\.\d+\.\d+$/],
  ['kustomize', 'kustomize', /^5\.\d+\.\d+$/],
] as const)('%s tells its version where its path is given', async (tool, name, version) => {
  const { [tool]: file } = await ensureTools([tool]);
  const request = { name, version: '', path: file };
  const located = await locateTool(request, { context: quietContext(), signal });
  expect(located).toEqual({ path: file, version: expect.stringMatching(version) });
});

test('a Helm of real size is downloaded, unpacked whole, and found again', async () => {
  const { helm } = await ensureTools(['helm']);
  const root = mkdtempSync(path.join(tmpdir(), 'located-tools-'));
  await using mirror = await startMirror();
  try {
    const platform = toolPlatform(process.platform, process.arch) ?? '';
    // Not a pinned version, as the archive of a release has another digest than one packed here.
    const archive = `helm-v4.99.0-${platform}.tar.gz`;
    const packed = execFileSync(
      'tar',
      ['-c', '-I', 'gzip -1', '-C', path.dirname(helm), `--transform=s,^,${platform}/,`, 'helm'],
      { maxBuffer: 256 * 1024 * 1024 },
    );
    mirror.offer(`/${archive}`, packed);
    mirror.offer(`/${archive}.sha256sum`, `${sha256(packed)}  ${archive}\n`);
    const context = quietContext({ environment: { RUNNER_TOOL_CACHE: root } });
    const request = { name: 'helm', version: '4.99.0', mirror: mirror.url } as const;
    const first = await locateTool(request, { context, signal });
    execFileSync('cmp', [first.path, helm]);
    await expect(locateTool(request, { context, signal })).resolves.toEqual(first);
    expect(mirror.asked.filter((asked) => asked === `/${archive}`)).toHaveLength(1);
    expect(readdirSync(path.dirname(first.path))).toEqual(['helm', archive]);
  } finally {
    rmSync(root, { recursive: true });
  }
});
