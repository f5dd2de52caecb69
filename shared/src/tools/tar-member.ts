import { ByteReader } from './byte-reader.ts';

const blockSize = 512;

/**
 * The bytes of one file of a tar archive, read to the archive's end. Throws when there is no regular file
 * of exactly that name, when it is there twice, and when the archive is broken off. Names longer than
 * 100 bytes (with prefix 255) are not found.
 */
export async function* tarMember(
  archive: AsyncIterable<Buffer>,
  name: string,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(archive);
  let isFound = false;
  for (;;) {
    const block = await reader.exactly(blockSize);
    if (block === undefined || block.every((byte) => byte === 0)) break;
    const { isFile, path, size } = readHeader(block);
    const isWanted = path === name;
    if (isWanted && isFound) throw new Error(`it holds ${name} twice`);
    if (isWanted && !isFile) throw new Error(`its ${name} is not a regular file`);
    isFound ||= isWanted;
    const padded = Math.ceil(size / blockSize) * blockSize;
    for (let read = 0; read < padded;) {
      const piece = await reader.some(padded - read);
      if (piece.length === 0) throw new Error(`it breaks off in ${path}`);
      if (isWanted && read < size) yield piece.subarray(0, size - read);
      read += piece.length;
    }
  }
  if (!isFound) throw new Error(`it does not hold ${name}`);
  while ((await reader.some(Infinity)).length > 0);
}

interface Header {
  readonly isFile: boolean;
  readonly path: string;
  readonly size: number;
}

/** POSIX 1003.1-1988 ustar, which every later format starts from. */
function readHeader(block: Buffer): Header {
  const text = (start: number, length: number): string => {
    const field = block.subarray(start, start + length);
    const end = field.indexOf(0);
    return field.toString('utf8', 0, end === -1 ? length : end);
  };
  const octal = (start: number, length: number): number =>
    Number.parseInt(text(start, length).trim() || '0', 8);
  const size = octal(124, 12);
  if (octal(148, 8) !== checksum(block) || !Number.isSafeInteger(size) || size < 0) {
    throw new Error('it is not a tar archive');
  }
  const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
  const path = prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`;
  return { isFile: ['0', ''].includes(text(156, 1)), path, size };
}

/** The sum of the header's bytes, its own field counted as blanks. */
function checksum(block: Buffer): number {
  return block.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 32 : byte), 0);
}
