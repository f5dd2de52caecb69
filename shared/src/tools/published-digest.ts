import { PreconditionError } from '../action/errors.ts';
import { shownUrl } from './download-source.ts';
import { download, DownloadFailure } from './download.ts';
import type { DownloadWorld } from './download.ts';
import type { ToolRelease } from './tool-release.ts';

const largestList = 1024 * 1024;

/**
 * The SHA-256 that is published beside a release's archive, in hex: for versions that are not pinned.
 * Throws a DownloadFailure, or a PreconditionError where the list does not name the archive.
 */
export async function publishedDigest(release: ToolRelease, world: DownloadWorld): Promise<string> {
  const { archive, digestUrl, name, version } = release;
  const list = await download(digestUrl, largestList, readAll, world).catch((error: unknown) => {
    if (!(error instanceof DownloadFailure)) throw error;
    throw new DownloadFailure(
      `the SHA-256 of ${name} ${version} is not pinned in this action, and ${error.message}`,
      { cause: error },
    );
  });
  const digest = digestIn(list, archive);
  if (digest !== undefined) return digest;
  throw new PreconditionError(`${shownUrl(digestUrl)} has no SHA-256 of ${archive}`, {
    hint: `Ask for a version of ${name} that exists and that its project publishes with digests`,
  });
}

/** The digest of a file in what sha256sum writes, or in a text that is nothing but one digest. */
export function digestIn(list: string, file: string): string | undefined {
  const lines = list.split(/\r?\n/).map((line) => line.trim());
  for (const line of lines) {
    const [, digest, name] = /^([0-9a-fA-F]{64})\s+\*?(\S+)$/.exec(line) ?? [];
    if (name === file) return digest?.toLowerCase();
  }
  const [only, ...others] = lines.filter((line) => line !== '');
  const isDigest = only !== undefined && others.length === 0 && /^[0-9a-fA-F]{64}$/.test(only);
  return isDigest ? only.toLowerCase() : undefined;
}

async function readAll(bytes: AsyncIterable<Buffer>): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}
