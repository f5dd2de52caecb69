import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { toolCacheFolder } from '../paths.ts';
import { cachedFolder } from '../tools/cached-folder.ts';

const cacheBefore = process.env.XDG_CACHE_HOME;
let cache: string;

beforeEach(() => {
  cache = mkdtempSync(path.join(os.tmpdir(), 'tool-cache-'));
  process.env.XDG_CACHE_HOME = cache;
});

afterEach(async () => {
  if (cacheBefore === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = cacheBefore;
  await rm(cache, { recursive: true });
});

test('a folder is filled once, also when two ask at the same time', async () => {
  let fills = 0;
  const fill = (folder: string): Promise<void> => {
    fills += 1;
    writeFileSync(path.join(folder, 'tool'), 'built');
    return Promise.resolve();
  };
  const ask = (): Promise<string> => cachedFolder('tool-1', 'Building tool', fill);
  const [first, second] = await Promise.all([ask(), ask()]);
  expect(await ask()).toBe(first);
  expect(second).toBe(first);
  expect(fills).toBe(1);
  expect(readdirSync(first)).toEqual(['tool']);
});

test('a build that was broken off leaves nothing that looks finished', async () => {
  const failing = cachedFolder('tool-2', 'Building tool', (folder) => {
    writeFileSync(path.join(folder, 'tool'), 'half');
    return Promise.reject(new Error('killed'));
  });
  await expect(failing).rejects.toThrow('killed');
  const folder = await cachedFolder('tool-2', 'Building tool', () => Promise.resolve());
  expect(readdirSync(folder)).toEqual([]);
  expect(readdirSync(toolCacheFolder())).toEqual(['tool-2']);
});

test('leftovers of another tool with a longer name are not touched', async () => {
  const other = path.join(toolCacheFolder(), 'tool-33.partial-x');
  await mkdir(other, { recursive: true });
  await cachedFolder('tool-3', 'Building tool', () => Promise.resolve());
  expect(readdirSync(toolCacheFolder()).toSorted()).toEqual(['tool-3', 'tool-33.partial-x']);
});
