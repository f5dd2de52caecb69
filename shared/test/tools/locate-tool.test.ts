import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { InputError, PreconditionError } from '../../src/action/errors.ts';
import { locateTool } from '../../src/tools/locate-tool.ts';
import type { LocatedTool, ToolRequest } from '../../src/tools/locate-tool.ts';
import { toolPlatform } from '../../src/tools/tool-platform.ts';
import { startMirror } from './mirror.ts';
import type { Mirror } from './mirror.ts';
import { madeBy, sayingVersion, sha256, tarGzOf } from './tool-archives.ts';
import { toolMachine } from './tool-machine.ts';
import type { ToolMachine } from './tool-machine.ts';

const platform = toolPlatform(process.platform, process.arch) ?? 'none';
// No such version is pinned, so the mirror's own digest counts.
const version = '4.99.0';
const archiveName = `helm-v${version}-${platform}.tar.gz`;
const member = `${platform}/helm`;
const archive = tarGzOf({
  [`${platform}/LICENSE`]: 'free',
  [member]: sayingVersion(version),
  [`${platform}/README.md`]: 'read me',
});
const stored = `kube-delivery-tools/helm/${version}/${platform}`;

let mirror: Mirror;
let machine: ToolMachine;

beforeEach(async () => {
  mirror = await startMirror();
  machine = toolMachine();
});
afterEach(async () => {
  await mirror[Symbol.asyncDispose]();
  machine[Symbol.dispose]();
});

function offer(bytes: Buffer, digest = sha256(bytes)): void {
  mirror.offer(`/${archiveName}`, bytes);
  mirror.offer(`/${archiveName}.sha256sum`, `${digest}  ${archiveName}\n`);
}

async function locate(
  request: Partial<ToolRequest> = {},
  signal = new AbortController().signal,
): Promise<LocatedTool> {
  return locateTool(
    { name: 'helm', version, mirror: mirror.url, ...request },
    { context: machine.context, signal },
  );
}

async function failureOf(located: Promise<LocatedTool>): Promise<unknown> {
  return located.then(
    (tool) => tool,
    (error: unknown) => error,
  );
}

function ask(program: string): string {
  return execFileSync(program, { encoding: 'utf8' });
}

describe('downloading', () => {
  test('a tool is downloaded, checked and unpacked into the tool cache', async () => {
    offer(archive);
    const tool = await locate();
    expect(tool).toEqual({ path: path.join(machine.cache, stored, 'helm'), version });
    expect(ask(tool.path)).toBe(`v${version}+g0000000\n`);
    expect(machine.cached()).toEqual([`${stored}/helm`, `${stored}/${archiveName}`]);
    expect(statSync(tool.path).mode & 0o777).toBe(0o755);
    expect(statSync(path.dirname(tool.path)).mode & 0o777).toBe(0o755);
    expect(machine.said).toEqual([
      `info: Downloaded helm ${version} from ${mirror.url}/${archiveName}; its SHA-256 is ${sha256(archive)}, as expected`,
    ]);
  });

  test('the second time it comes from the tool cache', async () => {
    offer(archive);
    const first = await locate();
    const before = statSync(first.path);
    await expect(locate()).resolves.toEqual(first);
    expect(mirror.asked.filter((asked) => asked === `/${archiveName}`)).toHaveLength(1);
    expect(statSync(first.path).ino).toBe(before.ino);
    expect(machine.said.at(-1)).toBe(`info: Found ${archiveName} in ${path.dirname(first.path)}`);
  });

  test.each(['none', 'one that cannot be written to'])(
    'where the tool cache is %s, RUNNER_TEMP is used',
    async (which) => {
      offer(archive);
      const { PATH } = machine.context.environment;
      const file = machine.install('no-folder', '');
      const cache = which === 'none' ? {} : { RUNNER_TOOL_CACHE: path.join(file, 'cache') };
      const context = { ...machine.context, environment: { PATH, ...cache } };
      const { signal } = context;
      const request = { name: 'helm', version, mirror: mirror.url } as const;
      const tool = await locateTool(request, { context, signal });
      expect(tool.path).toBe(path.join(context.run.temp, stored, 'helm'));
    },
  );

  test('a mirror may have a path, and a login that is kept secret', async () => {
    mirror.offer(`/repo/helm/${archiveName}`, archive);
    mirror.offer(`/repo/helm/${archiveName}.sha256sum`, sha256(archive));
    const withLogin = mirror.url.replace('//', '//robot:s3cr%23t@');
    await expect(locate({ mirror: `${withLogin}/repo/helm/` })).resolves.toMatchObject({ version });
    expect(machine.masked).toContain('s3cr#t');
    expect(machine.said.join()).not.toMatch(/robot|s3cr/);
  });

  test('several at once get the same', async () => {
    offer(archive);
    const tools = await Promise.all([locate(), locate(), locate()]);
    expect(new Set(tools.map((tool) => tool.path)).size).toBe(1);
    expect(ask(tools[0].path)).toBe(`v${version}+g0000000\n`);
    expect(machine.cached()).toEqual([`${stored}/helm`, `${stored}/${archiveName}`]);
  });

  test('an abort ends it and leaves nothing', async () => {
    offer(archive);
    mirror.offer(`/${archiveName}`, (_request, response) =>
      response.write(archive.subarray(0, 99)),
    );
    const abort = new AbortController();
    const failed = failureOf(locate({}, abort.signal));
    while (!machine.cached().some((file) => file.endsWith('.partial'))) await delay(5);
    abort.abort(new Error('the job was cancelled'));
    await expect(failed).resolves.toEqual(new Error('the job was cancelled'));
    expect(machine.cached()).toEqual([]);
  });

  test('what killed runs have left goes with the next download, and not what is being written', async () => {
    offer(archive);
    const folder = path.join(machine.cache, stored);
    mkdirSync(folder, { recursive: true });
    for (const name of ['old', 'young'])
      writeFileSync(path.join(folder, `${name}.partial`), 'half');
    const hours = (count: number): Date => new Date(Date.now() - count * 3_600_000);
    utimesSync(path.join(folder, 'old.partial'), hours(2), hours(2));
    await locate();
    expect(machine.cached().filter((file) => file.endsWith('.partial'))).toEqual([
      `${stored}/young.partial`,
    ]);
  });
});

describe('what is not what it should be', () => {
  const wrong = tarGzOf({ [member]: sayingVersion('6.6.6') });

  test('other bytes than those of the published digest are refused, though the PATH has the version', async () => {
    offer(wrong, sha256(archive));
    machine.install('helm', sayingVersion(version));
    const failed = await failureOf(locate());
    expect(failed).toBeInstanceOf(PreconditionError);
    expect(failed).toMatchObject({
      message: `${mirror.url}/${archiveName} is not the archive of helm ${version} that ${mirror.url}/${archiveName}.sha256sum knows: its SHA-256 is ${sha256(wrong)} and should be ${sha256(archive)}`,
      hint: expect.stringContaining('Find out who changed it'),
    });
    expect(machine.cached()).toEqual([]);
  });

  test('a pinned version is held against its pin, whatever the mirror publishes', async () => {
    const pinned = `helm-v4.3.0-${platform}.tar.gz`;
    mirror.offer(`/${pinned}`, wrong);
    mirror.offer(`/${pinned}.sha256sum`, `${sha256(wrong)}  ${pinned}`);
    const failed = await failureOf(locate({ version: '4.3.0' }));
    expect(failed).toMatchObject({
      message: expect.stringMatching(
        /is not the archive of helm 4\.3\.0 that this action knows: its SHA-256 is [0-9a-f]{64} and should be [0-9a-f]{64}$/,
      ),
    });
    expect(mirror.asked).toEqual([`/${pinned}`]);
    expect(machine.cached()).toEqual([]);
  });

  test('an archive that was changed in the tool cache is downloaded again', async () => {
    offer(archive);
    const { path: program } = await locate();
    writeFileSync(path.join(machine.cache, stored, archiveName), wrong);
    await locate();
    expect(ask(program)).toBe(`v${version}+g0000000\n`);
    expect(readFileSync(path.join(machine.cache, stored, archiveName))).toEqual(archive);
    expect(machine.said.join('\n')).toContain(
      `warning: ${path.join(machine.cache, stored, archiveName)} was changed since it was put there: its SHA-256 is ${sha256(wrong)} and should be ${sha256(archive)}`,
    );
  });

  test.each<[string, (program: string) => void]>([
    [
      'other bytes',
      (program) => {
        writeFileSync(program, sayingVersion('6.6.6'));
      },
    ],
    [
      'no right to run',
      (program) => {
        chmodSync(program, 0o644);
      },
    ],
    [
      'a link in its place',
      (program) => {
        execFileSync('mv', [program, `${program}.real`]);
        symlinkSync(`${program}.real`, program);
      },
    ],
  ])('a program with %s in the tool cache is unpacked again', async (_what, spoil) => {
    offer(archive);
    const { path: program } = await locate();
    spoil(program);
    await locate();
    expect(ask(program)).toBe(`v${version}+g0000000\n`);
    expect(statSync(program, { bigint: false }).mode & 0o777).toBe(0o755);
    expect(mirror.asked.filter((asked) => asked === `/${archiveName}`)).toHaveLength(1);
  });

  test.each([
    [
      'holds a link',
      `mkdir ${platform}; ln -s /bin/sh ${member}; tar -czf - ${member}`,
      'is not a regular file',
    ],
    ['holds something else', 'echo a >other; tar -czf - other', 'does not hold'],
    ['is a page', 'echo "<html>Please log in</html>"', 'incorrect header check'],
  ])('an archive that %s is refused, though its digest is right', async (_what, made, message) => {
    offer(madeBy(made));
    const failed = await failureOf(locate());
    expect(failed).toBeInstanceOf(PreconditionError);
    expect(failed).toMatchObject({
      message: expect.stringContaining(`${mirror.url}/${archiveName} is no archive of helm: `),
    });
    expect(failed).toMatchObject({ message: expect.stringContaining(message) });
    expect(existsSync(path.join(machine.cache, stored, 'helm'))).toBe(false);
  });

  test('only the program is written, wherever other members of the archive would go', async () => {
    offer(
      madeBy(
        `mkdir -p a/${platform}; cd a; echo evil >../evil; ln -s / root
         printf '#!/bin/sh\\necho v${version}\\n' >${member}
         tar -P -czf - ../evil root "$PWD/../evil" ${member}`,
      ),
    );
    await locate();
    expect(machine.cached()).toEqual([`${stored}/helm`, `${stored}/${archiveName}`]);
    expect(existsSync(path.join(machine.cache, stored, '..', 'evil'))).toBe(false);
  });

  test('a list of digests that does not name the archive is refused', async () => {
    mirror.offer(
      `/${archiveName}.sha256sum`,
      `${'a'.repeat(64)}  helm-v1.0.0-${platform}.tar.gz\n`,
    );
    const failed = await failureOf(locate());
    expect(failed).toBeInstanceOf(PreconditionError);
    expect(failed).toMatchObject({
      message: `${mirror.url}/${archiveName}.sha256sum has no SHA-256 of ${archiveName}`,
    });
  });
});

describe('when it cannot be downloaded', () => {
  test('the asked version on the PATH is taken, and that is told', async () => {
    const program = machine.install('helm', sayingVersion(version));
    await expect(locate()).resolves.toEqual({ path: program, version });
    expect(machine.said).toEqual([
      `notice: helm ${version} is taken from the PATH (${program}), because the SHA-256 of helm ${version} is not pinned in this action, and ${mirror.url}/${archiveName}.sha256sum answered 404`,
    ]);
  });

  test.each(['4', '4.3', ''])('one that "%s" allows is taken too', async (asked) => {
    const program = machine.install('helm', sayingVersion('4.3.9'));
    await expect(locate({ version: asked })).resolves.toEqual({ path: program, version: '4.3.9' });
    expect(machine.said.join()).toMatch(/^notice: helm 4\.3\.9 is taken from the PATH/);
  });

  test.each([
    ['another version', sayingVersion('4.2.3'), / answered 404; \S+\/helm is helm 4\.2\.3$/],
    [
      'something else',
      '#!/bin/sh\necho hello\n',
      / is not helm: it answers "hello" to "\S+ version"$/,
    ],
    ['something broken', '#!/bin/sh\necho oh no >&2; exit 3\n', / it answers "oh no" to /],
  ])('%s on the PATH is never taken', async (_what, script, message) => {
    machine.install('helm', script);
    const failed = await failureOf(locate());
    expect(failed).toBeInstanceOf(PreconditionError);
    expect(failed).toMatchObject({
      message: expect.stringMatching(message),
      hint: expect.stringContaining('Give helm-path, or helm-mirror'),
    });
    expect(machine.said).toEqual([]);
  });

  test('nothing on the PATH is said too, and a folder that is not absolute is not looked in', async () => {
    writeFileSync(path.join(machine.workspace, 'helm'), sayingVersion(version), { mode: 0o755 });
    const environment = {
      ...machine.context.environment,
      PATH: `.:${machine.context.environment.PATH ?? ''}:`,
    };
    const context = { ...machine.context, environment };
    const { signal } = context;
    const failed = locateTool({ name: 'helm', version, mirror: mirror.url }, { context, signal });
    await expect(failed).rejects.toThrow(
      `helm ${version} could not be obtained: the SHA-256 of helm ${version} is not pinned in this action, and ${mirror.url}/${archiveName}.sha256sum answered 404; there is no helm on the PATH`,
    );
  });

  test('part of a version that is not pinned names nothing to download', async () => {
    await expect(locate({ version: '2' })).rejects.toThrow(
      'helm 2 could not be obtained: this action knows no whole version of helm 2 to download',
    );
    expect(mirror.asked).toEqual([]);
  });
});

describe('a given path', () => {
  test.each([version, '4', '4.99', 'v4.99.0', ''])(
    'is used where it is of version "%s"',
    async (asked) => {
      const program = path.join(machine.workspace, 'my-helm');
      writeFileSync(program, sayingVersion(version), { mode: 0o755 });
      await expect(locate({ path: 'my-helm', version: asked })).resolves.toEqual({
        path: program,
        version,
      });
      await expect(locate({ path: program, version: asked })).resolves.toEqual({
        path: program,
        version,
      });
      expect(mirror.asked).toEqual([]);
    },
  );

  test.each([
    ['my-helm', sayingVersion('4.2.3'), 'is helm 4.2.3, and helm-version asks for 4.99.0'],
    ['my-helm', '#!/bin/sh\nexit 1\n', 'is not helm: it answers "nothing" to '],
    ['my-helm', 'no program at all', 'is not helm: '],
    ['other', sayingVersion(version), 'does not exist'],
    ['.', sayingVersion(version), 'is not a file'],
  ])('%s is refused: %j %s', async (given, script, message) => {
    writeFileSync(path.join(machine.workspace, 'my-helm'), script, { mode: 0o755 });
    machine.install('helm', sayingVersion(version));
    const failed = await failureOf(locate({ path: given }));
    expect(failed).toBeInstanceOf(InputError);
    expect(failed).toMatchObject({
      problems: [
        {
          input: 'helm-path',
          message: expect.stringContaining(`${JSON.stringify(given)} ${message}`),
        },
      ],
    });
  });

  test('is not asked with the inputs of the action in its environment', async () => {
    using other = toolMachine({ INPUT_TOKEN: 'hunter2', HTTPS_PROXY: 'http://proxy' });
    const program = other.install('helm', '#!/bin/sh\n/usr/bin/env >"$0.env"; echo v4.1.0\n');
    const { context } = other;
    await locateTool(
      { name: 'helm', version: '', path: program },
      { context, signal: context.signal },
    );
    const seen = readFileSync(`${program}.env`, 'utf8');
    expect(seen).toContain('HTTPS_PROXY=http://proxy');
    expect(seen).not.toContain('hunter2');
  });
});

test.each([
  [
    'helm-mirror',
    { mirror: 'http://mirror.example/helm' },
    'http://mirror.example/helm is not https',
  ],
  ['helm-mirror', { mirror: 'mirror.example' }, 'is not an address'],
  ['helm-mirror', { mirror: 'file:///opt/helm' }, 'is not https'],
  ['helm-version', { version: 'latest' }, '"latest" is not a version; give one like 4.3.0 or 4'],
  ['helm-version', { version: '^4.1.0' }, '"^4.1.0" is not a version'],
  ['helm-version', { version: '../4.3.0' }, '"../4.3.0" is not a version'],
  ['helm-version', { version: '4.3.0-../../x' }, '"4.3.0-../../x" is not a version'],
])('%s %j is a wrong input', async (input, request, message) => {
  const failed = await failureOf(locate(request));
  expect(failed).toBeInstanceOf(InputError);
  expect(failed).toMatchObject({
    problems: [{ input, message: expect.stringContaining(message) }],
  });
  expect(mirror.asked).toEqual([]);
});
