import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { resolveUserFile } from '../../src/files/user-file.ts';

const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'user-file-')));
const folders = { workspace: path.join(root, 'workspace'), temp: path.join(root, 'temp') };
mkdirSync(path.join(folders.workspace, 'sub'), { recursive: true });
mkdirSync(folders.temp);
writeFileSync(path.join(root, 'outside.yaml'), '');
writeFileSync(path.join(folders.workspace, 'inside.yaml'), '');
writeFileSync(path.join(folders.workspace, '..ca.pem'), '');
writeFileSync(path.join(folders.temp, 'made.yaml'), '');
symlinkSync(path.join(root, 'outside.yaml'), path.join(folders.workspace, 'link.yaml'));

afterAll(() => {
  rmSync(root, { recursive: true });
});

test.each([
  ['inside.yaml', path.join(folders.workspace, 'inside.yaml')],
  ['sub/../inside.yaml', path.join(folders.workspace, 'inside.yaml')],
  ['..ca.pem', path.join(folders.workspace, '..ca.pem')],
  [path.join(folders.temp, 'made.yaml'), path.join(folders.temp, 'made.yaml')],
])('%s may be read', (given, file) => {
  expect(resolveUserFile(given, folders)).toEqual({ path: file });
});

test.each([
  ['missing.yaml', 'does not exist'],
  ['sub', 'is not a file'],
  ['../outside.yaml', 'lies outside'],
  ['link.yaml', 'lies outside'],
  ['/etc/hostname', 'lies outside'],
])('%s is refused: %s', (given, why) => {
  expect(resolveUserFile(given, folders)).toEqual({ problem: expect.stringContaining(why) });
});
