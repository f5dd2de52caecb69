import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { messageOf } from '@kube-delivery/shared/action/errors';
import { withoutMark } from './read-folder.ts';
import type { StoredFile } from './read-folder.ts';
import { mostChartBytes } from './size-budget.ts';

const blockSize = 512;

/**
 * The files of a packed chart (`.tgz`), without the folder that holds them all. Throws what is wrong
 * with the archive, as what follows "it". At most 100 MiB are unpacked.
 */
export function readArchive(archive: Buffer): readonly StoredFile[] {
  const files = [...entriesOf(unpack(archive))].map(({ name, bytes }) => ({
    path: pathOf(name),
    bytes: withoutMark(bytes),
  }));
  if (files.length === 0) throw new Error('it holds no files');
  return files;
}

function unpack(archive: Buffer): Buffer {
  try {
    return gunzipSync(archive, { maxOutputLength: mostChartBytes });
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new Error(
      isTooLarge
        ? 'it is larger than 100 MiB when unpacked'
        : `it is not a gzip archive: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

interface Entry {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Files of a POSIX tar archive; long names come in the records of pax (x) or of GNU (L). */
function* entriesOf(tar: Buffer): Generator<Entry> {
  let longName: string | undefined;
  for (let offset = 0; offset + blockSize <= tar.length;) {
    const header = tar.subarray(offset, offset + blockSize);
    if (header.every((byte) => byte === 0)) return;
    const size = octal(header, 124, 12);
    const start = offset + blockSize;
    const bytes = tar.subarray(start, start + size);
    if (!isHeader(header) || bytes.length < size) {
      throw new Error(offset === 0 ? 'it is not a tar archive' : 'it breaks off');
    }
    offset = start + Math.ceil(size / blockSize) * blockSize;
    const kind = text(header, 156, 1);
    if (kind === 'x') longName = paxPath(bytes) ?? longName;
    else if (kind === 'L') longName = text(bytes, 0, bytes.length);
    else if (kind !== 'g') {
      if (kind !== '5') yield { name: longName ?? nameOf(header), bytes };
      longName = undefined;
    }
  }
}

function nameOf(header: Buffer): string {
  const prefix = text(header, 257, 6) === 'ustar' ? text(header, 345, 155) : '';
  return prefix === '' ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`;
}

function text(bytes: Buffer, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? field.length : end);
}

function octal(header: Buffer, start: number, length: number): number {
  const value = Number.parseInt(text(header, start, length).trim() || '0', 8);
  return Number.isSafeInteger(value) && value >= 0 ? value : Infinity;
}

/** Whether the sum of the header's bytes, its own field counted as blanks, is the one it gives. */
function isHeader(header: Buffer): boolean {
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  return octal(header, 148, 8) === sum;
}

/** Records are `<length> <key>=<value>\n`, the length counted in bytes with itself. */
function paxPath(records: Buffer): string | undefined {
  let found: string | undefined;
  for (let offset = 0; offset < records.length;) {
    const [, digits = ''] = /^(\d+) /.exec(records.toString('latin1', offset, offset + 20)) ?? [];
    const length = Number(digits);
    if (length === 0) return found;
    const record = records.toString('utf8', offset + digits.length + 1, offset + length - 1);
    if (record.startsWith('path=')) found = record.slice('path='.length);
    offset += length;
  }
  return found;
}

/** Below the chart's folder, which is the first part of each name. */
function pathOf(name: string): string {
  const [first = '', ...rest] = (name.includes('\\') ? name.replaceAll('\\', '/') : name).split(
    '/',
  );
  const below = path.posix.normalize(rest.join('/'));
  if (first === 'Chart.yaml' && rest.length === 0) {
    throw new Error('its Chart.yaml is not in a folder of the chart');
  }
  if (below === '.' || below.startsWith('..') || below.startsWith('/')) {
    throw new Error(`its file ${JSON.stringify(name)} lies outside the chart's folder`);
  }
  return below;
}
