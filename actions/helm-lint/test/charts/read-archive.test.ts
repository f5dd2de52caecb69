import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { readArchive } from '../../src/charts/read-archive.ts';
import { workspaceWith } from './support/workspace.ts';

const long = `templates/${'folder-with-a-long-name/'.repeat(8)}web.yaml`;
const workspace = workspaceWith({
  'db/Chart.yaml': '\uFEFFname: db',
  [`db/${long}`]: 'long',
  'db/files/ä.txt': 'umlaut',
  'db/large.txt': 'x'.repeat(2000),
});

function packed(...args: readonly string[]): Buffer {
  execFileSync('tar', ['-czf', 'out.tgz', ...args], { cwd: workspace });
  return readFileSync(`${workspace}/out.tgz`);
}

test.each(['gnu', 'pax', 'ustar'])('the files of a %s archive', (format) => {
  const files = readArchive(packed(`--format=${format}`, 'db'));
  const byPath = Object.fromEntries(files.map(({ path, bytes }) => [path, bytes.toString()]));
  expect(byPath).toEqual({
    'Chart.yaml': 'name: db',
    [long]: 'long',
    'files/ä.txt': 'umlaut',
    'large.txt': 'x'.repeat(2000),
  });
});

test.each<[string, () => Buffer, RegExp]>([
  ['no archive', () => Buffer.from('hello'), /^it is not a gzip archive/],
  ['something else in gzip', () => gzipSync('x'.repeat(600)), /^it is not a tar archive$/],
  ['an empty archive', () => gzipSync(Buffer.alloc(1024)), /^it holds no files$/],
  [
    'a broken off archive',
    () => {
      const whole = execFileSync('tar', ['-cf', '-', 'db/large.txt'], { cwd: workspace });
      return gzipSync(whole.subarray(0, 1024));
    },
    /^it is not a tar archive$/,
  ],
  ['a chart without its folder', () => packed('-C', 'db', 'Chart.yaml'), /not in a folder/],
  [
    'a name that leads out',
    () => packed('-P', '--transform', 's,db/Chart.yaml,db/../../x,', 'db/Chart.yaml'),
    /lies outside the chart's folder$/,
  ],
  ['more than Helm takes', () => gzipSync(Buffer.alloc(101 * 1024 * 1024)), /larger than 100 MiB/],
])('%s is refused', (_, archive, message) => {
  expect(() => readArchive(archive())).toThrow(message);
});
