import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';

// APPNOTE.TXT 6.3: 4.3.16, 4.3.12 and 4.3.7.
const endRecord = { signature: 0x06054b50, length: 22, longestComment: 65_535 };
const entryRecord = { signature: 0x02014b50, length: 46 };
const localHeader = { signature: 0x04034b50, length: 30 };
const largestDirectory = 1024 * 1024;

/**
 * The bytes of one file of a zip archive that has no zip64 parts. Throws when there is no file of
 * exactly that name, when it is there twice, and when it is not stored or deflated.
 */
export async function* zipMember(file: string, name: string): AsyncGenerator<Buffer> {
  const { start, length, isDeflated } = await locate(file, name);
  if (length === 0) return;
  const stored = createReadStream(file, { start, end: start + length - 1 });
  const inflate = createInflateRaw();
  stored.on('error', (error) => inflate.destroy(error));
  try {
    yield* (isDeflated ? stored.pipe(inflate) : stored) as AsyncIterable<Buffer>;
  } finally {
    stored.destroy();
    inflate.destroy();
  }
}

interface Entry {
  readonly start: number;
  readonly length: number;
  readonly isDeflated: boolean;
}

async function locate(file: string, name: string): Promise<Entry> {
  const handle = await open(file);
  try {
    const found = entriesOf(await readDirectory(handle)).filter((entry) => entry.name === name);
    const [entry, another] = found;
    if (entry === undefined) throw new Error(`it does not hold ${name}`);
    if (another !== undefined) throw new Error(`it holds ${name} twice`);
    if (entry.method !== 0 && entry.method !== 8) throw new Error(`its ${name} cannot be unpacked`);
    const header = await read(handle, entry.offset, localHeader.length);
    if (header.readUInt32LE(0) !== localHeader.signature)
      throw new Error('it is not a zip archive');
    const names = header.readUInt16LE(26) + header.readUInt16LE(28);
    return {
      start: entry.offset + localHeader.length + names,
      length: entry.length,
      isDeflated: entry.method === 8,
    };
  } finally {
    await handle.close();
  }
}

async function readDirectory(handle: FileHandle): Promise<Buffer> {
  const { size } = await handle.stat();
  const tail = await read(
    handle,
    Math.max(0, size - endRecord.length - endRecord.longestComment),
    Math.min(size, endRecord.length + endRecord.longestComment),
  );
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(endRecord.signature);
  const at = tail.lastIndexOf(signature);
  if (at === -1 || at + endRecord.length > tail.length) throw new Error('it is not a zip archive');
  const length = tail.readUInt32LE(at + 12);
  if (length > largestDirectory) throw new Error('its directory is too large');
  return read(handle, tail.readUInt32LE(at + 16), length);
}

function entriesOf(directory: Buffer) {
  const entries: { name: string; method: number; length: number; offset: number }[] = [];
  for (let at = 0; at + entryRecord.length <= directory.length;) {
    if (directory.readUInt32LE(at) !== entryRecord.signature) break;
    const [name, extra, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field));
    const start = at + entryRecord.length;
    entries.push({
      name: directory.toString('utf8', start, start + (name ?? 0)),
      method: directory.readUInt16LE(at + 10),
      length: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    });
    at = start + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return entries;
}

async function read(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new Error('it is not a zip archive');
  return buffer;
}
