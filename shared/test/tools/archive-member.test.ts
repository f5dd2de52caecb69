import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { archiveMember } from '../../src/tools/archive-member.ts';
import { madeBy, tarGzOf, zipOf } from './tool-archives.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'archive-member-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function read(
  bytes: Buffer,
  ending: 'tar.gz' | 'zip',
  name: string,
  limit = 2_000_000,
): Promise<string> {
  const file = path.join(folder, `archive.${ending}`);
  writeFileSync(file, bytes);
  const pieces: Buffer[] = [];
  for await (const piece of archiveMember(file, name, limit)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const long = 'x'.repeat(1_000_003);

test.each([
  ['a small file', 'short'],
  ['an empty file', ''],
  ['a file of whole blocks', 'y'.repeat(512 * 40)],
  ['a large file', long],
])('%s is read out of a tar between others', async (_what, text) => {
  const archive = tarGzOf({
    'linux-amd64/LICENSE': 'free',
    'linux-amd64/helm': text,
    'z.txt': 'z',
  });
  await expect(read(archive, 'tar.gz', 'linux-amd64/helm')).resolves.toBe(text);
});

test.each(['DEFLATED', 'STORED'] as const)('a file is read out of a zip, %s', async (method) => {
  const archive = zipOf('windows-amd64/helm.exe', long, method);
  await expect(read(archive, 'zip', 'windows-amd64/helm.exe')).resolves.toBe(long);
});

test('entries with paths of many parts, in the formats of tar, do not hide the file', async () => {
  const deep = `${'very-long-name-of-a-folder/'.repeat(8)}file`;
  for (const format of ['ustar', 'gnu', 'pax']) {
    const archive = madeBy(
      `mkdir -p $(dirname ${deep}); echo deep >${deep}; echo program >helm
       tar --format=${format} -czf - ${deep} helm`,
    );
    await expect(read(archive, 'tar.gz', 'helm')).resolves.toBe('program\n');
  }
});

test.each([
  ['a link', 'ln -s /bin/sh helm; tar -czf - helm', 'its helm is not a regular file'],
  ['a hard link', 'echo a >a; ln a helm; tar -czf - a helm', 'its helm is not a regular file'],
  ['a folder', 'mkdir -p helm/x; tar -czf - helm', 'it does not hold helm'],
  ['twice there', 'echo a >helm; tar -czf - helm helm --hard-dereference', 'it holds helm twice'],
  ['elsewhere', 'mkdir a; echo a >a/helm; tar -czf - a/helm', 'it does not hold helm'],
  ['above', 'mkdir a; cd a; echo a >../helm; tar -P -czf - ../helm', 'it does not hold helm'],
  ['absent', 'echo a >other; tar -czf - other', 'it does not hold helm'],
  [
    'in a broken archive',
    'head -c 9999 /dev/urandom >helm; tar -czf - helm | head -c 5000',
    'unexpected end',
  ],
  [
    'in a broken tar',
    'head -c 9999 /dev/urandom >helm; tar -cf - helm | head -c 5000 | gzip',
    'it breaks off in helm',
  ],
  ['in a page', 'echo "<html>Please log in</html>"', 'incorrect header check'],
  ['in a zipped page', 'head -c 2000 /dev/zero | tr "\\0" " " | gzip', 'it is not a tar archive'],
])('a program that is %s is refused', async (_what, command, message) => {
  await expect(read(madeBy(command), 'tar.gz', 'helm')).rejects.toThrow(message);
});

test.each([
  ['absent', zipOf('other.exe', 'a', 'DEFLATED'), 'it does not hold helm.exe'],
  ['in a page', Buffer.from('<html>Please log in</html>'), 'it is not a zip archive'],
  ['in nothing', Buffer.alloc(0), 'it is not a zip archive'],
  [
    'in a broken archive',
    zipOf('helm.exe', long, 'DEFLATED').subarray(0, -200),
    'it is not a zip archive',
  ],
])('a program that is %s is refused of a zip', async (_what, archive, message) => {
  await expect(read(archive, 'zip', 'helm.exe')).rejects.toThrow(message);
});

test.each(['tar.gz', 'zip'] as const)(
  'more bytes than are allowed are refused of a %s',
  async (ending) => {
    const bytes = ending === 'zip' ? zipOf('helm', long, 'DEFLATED') : tarGzOf({ helm: long });
    await expect(read(bytes, ending, 'helm', 1_000_002)).rejects.toThrow(
      'its helm is larger than 1000002 bytes',
    );
  },
);
