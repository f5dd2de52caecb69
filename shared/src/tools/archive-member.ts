import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { tarMember } from './tar-member.ts';
import { zipMember } from './zip-member.ts';

/**
 * The bytes of one file of a `.tar.gz` or `.zip` archive. Whatever is wrong with the archive is thrown,
 * as what follows "it"; more than `limit` bytes are wrong too.
 */
export async function* archiveMember(
  file: string,
  name: string,
  limit: number,
): AsyncGenerator<Buffer> {
  let size = 0;
  const pieces = file.endsWith('.zip') ? zipMember(file, name) : tarGzMember(file, name);
  for await (const piece of pieces) {
    size += piece.length;
    if (size > limit) throw new Error(`its ${name} is larger than ${limit} bytes`);
    yield piece;
  }
}

async function* tarGzMember(file: string, name: string): AsyncGenerator<Buffer> {
  const compressed = createReadStream(file);
  const archive = createGunzip();
  compressed.on('error', (error) => archive.destroy(error));
  try {
    yield* tarMember(compressed.pipe(archive), name);
  } finally {
    compressed.destroy();
    archive.destroy();
  }
}
