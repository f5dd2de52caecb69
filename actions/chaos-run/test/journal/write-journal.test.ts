import { mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { writeJournal } from '../../src/journal/write-journal.ts';

test('the file is written as a whole, again and again, in a folder that is made for it', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'journal-'));
  const file = path.join(folder, 'reports', 'journal.json');
  writeJournal(file, '{"status": null}');
  writeJournal(file, '{}');
  expect(readFileSync(file, 'utf8')).toBe('{}');
  expect(readdirSync(path.dirname(file))).toEqual(['journal.json']);
});

test('what cannot be written leaves no draft', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'journal-'));
  const file = path.join(folder, 'journal.json');
  mkdirSync(path.join(file, 'full'), { recursive: true });
  expect(() => {
    writeJournal(file, '{}');
  }).toThrow('EISDIR');
  expect(readdirSync(folder)).toEqual(['journal.json']);
});
