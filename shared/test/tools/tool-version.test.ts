import { expect, test } from '@jest/globals';
import { pinnedVersions } from '../../src/tools/pinned-tools.ts';
import { digestIn } from '../../src/tools/published-digest.ts';
import { toolPlatform } from '../../src/tools/tool-platform.ts';
import { toolRelease } from '../../src/tools/tool-release.ts';
import { readAskedVersion, readOwnVersion } from '../../src/tools/tool-version.ts';

test.each([
  ['', '4', '4.3.0', ['4.0.0', '4.9.1'], ['3.22.0', '40.1.0', '4.4.0-rc.1']],
  ['4', '4', '4.3.0', ['4.3.0', '4.99.1'], ['3.22.0']],
  ['v3', '3', '3.22.0', ['3.9.4'], ['4.3.0', '30.0.0']],
  ['4.2', '4.2', '4.2.4', ['4.2.0'], ['4.20.0', '4.3.0']],
  ['4.2.1', '4.2.1', '4.2.1', ['4.2.1'], ['4.2.10', '4.2.0']],
  ['v4.4.0-rc.1', '4.4.0-rc.1', '4.4.0-rc.1', ['4.4.0-rc.1'], ['4.4.0']],
  ['2', '2', undefined, ['2.17.0'], ['3.2.0']],
])('"%s" of Helm asks for %s and fetches %s', (text, shown, wanted, good, bad) => {
  const asked = readAskedVersion('helm', text);
  expect([asked.shown, asked.wanted]).toEqual([shown, wanted]);
  expect(good.filter((version) => !asked.accepts(version))).toEqual([]);
  expect(bad.filter((version) => asked.accepts(version))).toEqual([]);
});

test.each([
  ['v4.3.0', '4.3.0'],
  ['v3.22.0+g144ca65', '3.22.0'],
  ['v5.8.1\n', '5.8.1'],
  ['{Version:kustomize/v4.5.7 GitCommit:56d82a8 BuildDate:2022-08-02T16:35:54Z}', '4.5.7'],
  ['version.BuildInfo{Version:"v4.0.0-rc.1", GoVersion:"go1.26.8"}', '4.0.0-rc.1'],
  ['(devel)', undefined],
  ['usage: helm <thing>', undefined],
])('%j names the version %s', (output, version) => {
  expect(readOwnVersion(output)).toBe(version);
});

test.each([
  ['linux', 'x64', 'linux-amd64'],
  ['linux', 'arm64', 'linux-arm64'],
  ['darwin', 'arm64', 'darwin-arm64'],
  ['win32', 'x64', 'windows-amd64'],
  ['linux', 's390x', undefined],
  ['freebsd', 'x64', undefined],
])('%s on %s is %s', (system, processor, platform) => {
  expect(toolPlatform(system, processor)).toBe(platform);
});

test.each([
  [
    toolRelease('helm', '4.3.0', 'linux-amd64', undefined),
    'https://get.helm.sh/helm-v4.3.0-linux-amd64.tar.gz',
    'https://get.helm.sh/helm-v4.3.0-linux-amd64.tar.gz.sha256sum',
    'linux-amd64/helm',
  ],
  [
    toolRelease('helm', '3.22.0', 'windows-amd64', new URL('https://mirror.example/a/?key=1')),
    'https://mirror.example/a/helm-v3.22.0-windows-amd64.zip?key=1',
    'https://mirror.example/a/helm-v3.22.0-windows-amd64.zip.sha256sum?key=1',
    'windows-amd64/helm.exe',
  ],
  [
    toolRelease('kustomize', '5.8.1', 'darwin-arm64', undefined),
    'https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize%2Fv5.8.1/kustomize_v5.8.1_darwin_arm64.tar.gz',
    'https://github.com/kubernetes-sigs/kustomize/releases/download/kustomize%2Fv5.8.1/checksums.txt',
    'kustomize',
  ],
])('%# the archive of a release, its digests and its program', (release, url, digests, member) => {
  expect([release.url.href, release.digestUrl.href, release.member]).toEqual([
    url,
    digests,
    member,
  ]);
});

test('every pinned digest is one, and of one archive only', () => {
  const digests = Object.values(pinnedVersions).flatMap((versions) =>
    versions.flatMap(({ sha256 }) => Object.values(sha256)),
  );
  expect(digests.filter((digest) => !/^[0-9a-f]{64}$/.test(digest))).toEqual([]);
  expect(new Set(digests).size).toBe(digests.length);
});

const one = 'a'.repeat(64);
const other = 'b'.repeat(64);

test.each([
  ['sha256sum', `${one}  helm.tar.gz\n`, one],
  ['sha256sum in binary mode', `${one} *helm.tar.gz\n`, one],
  ['a list', `${other}  helm.zip\r\n${one}  helm.tar.gz\r\n`, one],
  ['nothing but a digest', `${one.toUpperCase()}\n`, one],
  ['another file', `${one}  helm.tar.gz.asc\n`, undefined],
  ['a digest too short', `${one.slice(1)}  helm.tar.gz\n`, undefined],
  ['two digests', `${one}\n${other}\n`, undefined],
  ['a page', '<html>Not found</html>', undefined],
])('the digest in %s is %#', (_what, list, digest) => {
  expect(digestIn(list, 'helm.tar.gz')).toBe(digest);
});
