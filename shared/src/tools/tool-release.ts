import { pinnedVersions } from './pinned-tools.ts';
import type { ToolName } from './pinned-tools.ts';
import type { ToolPlatform } from './tool-platform.ts';

/** One archive of a tool's release. */
export interface ToolRelease {
  readonly name: ToolName;
  readonly version: string;
  readonly platform: ToolPlatform;
  readonly url: URL;
  /** The archive's file name. */
  readonly archive: string;
  /** The file in it that is the program. */
  readonly member: string;
  /** The program's file name. */
  readonly program: string;
  /** In hex; undefined for a version that is not pinned. */
  readonly sha256: string | undefined;
  /** The list of digests that is published beside the archive. */
  readonly digestUrl: URL;
}

const origins: Readonly<Record<ToolName, string>> = {
  helm: 'https://get.helm.sh',
  kustomize: 'https://github.com/kubernetes-sigs/kustomize/releases/download',
};

/** Where the archive of a version is, at the project's own place or a mirror with the same files. */
export function toolRelease(
  name: ToolName,
  version: string,
  platform: ToolPlatform,
  mirror: URL | undefined,
): ToolRelease {
  const isWindows = platform.startsWith('windows-');
  const ending = isWindows ? 'zip' : 'tar.gz';
  const program = isWindows ? `${name}.exe` : name;
  const base = mirror ?? new URL(origins[name]);
  const common = {
    name,
    version,
    platform,
    program,
    sha256: pinnedDigest(name, version, platform),
  };
  switch (name) {
    case 'helm': {
      const archive = `helm-v${version}-${platform}.${ending}`;
      return {
        ...common,
        archive,
        member: `${platform}/${program}`,
        url: below(base, archive),
        digestUrl: below(base, `${archive}.sha256sum`),
      };
    }
    case 'kustomize': {
      // The slash in the tag's name is written %2F, as GitHub redirects from the plain one.
      const folder = `kustomize%2Fv${version}`;
      const archive = `kustomize_v${version}_${platform.replace('-', '_')}.${ending}`;
      return {
        ...common,
        archive,
        member: program,
        url: below(base, `${folder}/${archive}`),
        digestUrl: below(base, `${folder}/checksums.txt`),
      };
    }
  }
}

/** Keeps the query, which is where some stores expect an access key. */
function below(base: URL, path: string): URL {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  return url;
}

function pinnedDigest(name: ToolName, version: string, platform: ToolPlatform): string | undefined {
  return pinnedVersions[name].find((pinned) => pinned.version === version)?.sha256[platform];
}
