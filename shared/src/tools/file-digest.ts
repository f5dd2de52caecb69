import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { lstat, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** The SHA-256 of a stream of bytes, in hex. */
export async function digestOf(bytes: AsyncIterable<Buffer>, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of bytes) {
    signal.throwIfAborted();
    hash.update(piece);
  }
  return hash.digest('hex');
}

/** The SHA-256 of a regular file, in hex; undefined where there is none. */
export async function digestOfFile(file: string, signal: AbortSignal): Promise<string | undefined> {
  const status = await lstat(file).catch(() => undefined);
  if (status?.isFile() !== true) return undefined;
  return digestOf(createReadStream(file), signal);
}

/**
 * Writes bytes under a name of their own beside `file`, and renames them when `accept`, told their
 * SHA-256, has not thrown. Whatever goes wrong, `file` stays what it was.
 */
export async function writeChecked(
  file: string,
  bytes: AsyncIterable<Buffer>,
  mode: number,
  accept: (digest: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const partial = `${file}.${crypto.randomUUID()}.partial`;
  const hash = createHash('sha256');
  try {
    await pipeline(
      bytes,
      async function* (pieces: AsyncIterable<Buffer>) {
        for await (const piece of pieces) {
          hash.update(piece);
          yield piece;
        }
      },
      createWriteStream(partial, { flags: 'wx', mode }),
      { signal },
    );
    accept(hash.digest('hex'));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
