import { accessSync, constants, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ActionContext } from '../action/context.ts';
import { messageOf, PreconditionError } from '../action/errors.ts';
import { archiveMember } from './archive-member.ts';
import { shownUrl } from './download-source.ts';
import { download } from './download.ts';
import { digestOf, digestOfFile, writeChecked } from './file-digest.ts';
import { isProgram } from './find-on-path.ts';
import { publishedDigest } from './published-digest.ts';
import type { ToolRelease } from './tool-release.ts';

/** What keeping programs needs of the world. */
export interface StoreWorld {
  readonly context: Pick<ActionContext, 'clock' | 'environment' | 'log' | 'run'>;
  readonly signal: AbortSignal;
}

const largestArchive = 256 * 1024 * 1024;
const largestProgram = 512 * 1024 * 1024;
const leftoverAgeMs = 60 * 60_000;

/**
 * The path of a release's program, from the runner's tool cache (else RUNNER_TEMP), or downloaded
 * into it. The archive is kept beside the program, and both are checked against the archive's SHA-256
 * each time; what was changed since is replaced. Throws a DownloadFailure, or a PreconditionError for
 * an archive that is not what was expected.
 */
export async function storedProgram(release: ToolRelease, world: StoreWorld): Promise<string> {
  const expected = release.sha256 ?? (await publishedDigest(release, world));
  try {
    const folder = toolFolder(release, world.context);
    const archive = path.join(folder, release.archive);
    if (!(await isIntact(archive, expected, world))) {
      await fetchArchive(release, expected, archive, world);
    }
    const program = path.join(folder, release.program);
    await unpack(release, archive, program, world);
    return program;
  } catch (error) {
    throw isFileFailure(error) ? storeFailure(release, error) : error;
  }
}

/** The first of the places for tools that can be written to. */
function toolFolder(
  { name, platform, version }: ToolRelease,
  { environment, run }: StoreWorld['context'],
): string {
  const below = (root: string): string =>
    path.join(root, 'kube-delivery-tools', name, version, platform);
  const { RUNNER_TOOL_CACHE: cache = '' } = environment;
  if (cache !== '') {
    try {
      mkdirSync(below(cache), { recursive: true, mode: 0o755 });
      accessSync(below(cache), constants.W_OK);
      return below(cache);
    } catch (error) {
      if (!isFileFailure(error)) throw error;
    }
  }
  mkdirSync(below(run.temp), { recursive: true, mode: 0o755 });
  return below(run.temp);
}

async function isIntact(
  archive: string,
  expected: string,
  { context, signal }: StoreWorld,
): Promise<boolean> {
  const found = await digestOfFile(archive, signal);
  if (found === expected) {
    context.log.info(`Found ${path.basename(archive)} in ${path.dirname(archive)}`);
    return true;
  }
  if (found !== undefined) {
    context.log.warning(
      `${archive} was changed since it was put there: its SHA-256 is ${found} and should be ${expected}; it is downloaded again`,
    );
  }
  return false;
}

async function fetchArchive(
  release: ToolRelease,
  expected: string,
  archive: string,
  world: StoreWorld,
): Promise<void> {
  const { context, signal } = world;
  removeLeftovers(path.dirname(archive), context.clock.now().getTime());
  const accept = (digest: string): void => {
    if (digest !== expected) throw wrongDigest(release, expected, digest);
  };
  await download(
    release.url,
    largestArchive,
    (bytes) => writeChecked(archive, bytes, 0o644, accept, signal),
    world,
  );
  context.log.info(
    `Downloaded ${release.name} ${release.version} from ${shownUrl(release.url)}; its SHA-256 is ${expected}, as expected`,
  );
}

async function unpack(
  release: ToolRelease,
  archive: string,
  program: string,
  { context, signal }: StoreWorld,
): Promise<void> {
  const contents = (): AsyncIterable<Buffer> =>
    archiveMember(archive, release.member, largestProgram);
  const found = await digestOfFile(program, signal);
  try {
    if (found !== undefined) {
      if (found === (await digestOf(contents(), signal)) && isProgram(program)) return;
      context.log.warning(`${program} was changed since it was put there; it is unpacked again`);
    }
    await writeChecked(program, contents(), 0o755, () => undefined, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (isFileFailure(error)) throw error;
    throw new PreconditionError(
      `${shownUrl(release.url)} is no archive of ${release.name}: ${messageOf(error)}`,
      { cause: error, hint: 'See what the server really serves there' },
    );
  }
}

/** What killed runs have left; a younger file may be one that is still being written. */
function removeLeftovers(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (!name.endsWith('.partial')) continue;
    const status = statSync(file, { throwIfNoEntry: false });
    if (status !== undefined && now - status.mtimeMs > leftoverAgeMs) rmSync(file, { force: true });
  }
}

function wrongDigest(release: ToolRelease, expected: string, found: string): PreconditionError {
  const origin = release.sha256 === undefined ? shownUrl(release.digestUrl) : 'this action';
  return new PreconditionError(
    `${shownUrl(release.url)} is not the archive of ${release.name} ${release.version} that ${origin} knows: its SHA-256 is ${found} and should be ${expected}`,
    {
      hint: 'Find out who changed it (a proxy that answers with a page of its own, a mirror gone wrong) before you use it',
    },
  );
}

function storeFailure({ name, version }: ToolRelease, error: unknown): PreconditionError {
  return new PreconditionError(`${name} ${version} could not be kept: ${messageOf(error)}`, {
    cause: error,
    hint: `Make room, or give ${name}-path`,
  });
}

/** Whether the disk refused something: Node gives such errors a code and the call that failed. */
function isFileFailure(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && 'syscall' in error;
}
