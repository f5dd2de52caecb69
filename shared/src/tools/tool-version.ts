import { wrongInput } from '../action/errors.ts';
import { pinnedVersions } from './pinned-tools.ts';
import type { ToolName } from './pinned-tools.ts';

/** Which versions of a tool will do. */
export interface AskedVersion {
  /** As people read it: `4.3.0`, `4.2`. */
  readonly shown: string;
  /** The version to fetch; undefined where only part of one was asked and none is pinned. */
  readonly wanted: string | undefined;
  /** Whether a version found on the machine is one of them. */
  accepts(version: string): boolean;
}

const wholeVersion = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;
const startOfVersion = /^\d+(?:\.\d+)?$/;

/**
 * Reads the version that an input asks for: a whole one, or the start of one (`4`, `4.3`), of which
 * the newest pinned is fetched. Empty asks for the pinned one; then any of its major version will do
 * that is already there. Else an InputError.
 */
export function readAskedVersion(name: ToolName, text: string): AskedVersion {
  const [newest] = pinnedVersions[name];
  const asked = text.trim().replace(/^v/, '');
  if (wholeVersion.test(asked)) {
    return { shown: asked, wanted: asked, accepts: (version) => version === asked };
  }
  const start = asked === '' ? majorOf(newest.version) : asked;
  if (!startOfVersion.test(start)) {
    const examples = `${newest.version} or ${majorOf(newest.version)}`;
    throw wrongInput(
      `${name}-version`,
      `${JSON.stringify(text)} is not a version; give one like ${examples}`,
    );
  }
  const accepts = (version: string): boolean =>
    version.startsWith(`${start}.`) && !version.includes('-');
  const pinned = pinnedVersions[name].find(({ version }) => accepts(version));
  return { shown: start, wanted: pinned?.version, accepts };
}

/** The version in what a tool prints when it is asked for its own, without `v` and build metadata. */
export function readOwnVersion(output: string): string | undefined {
  return /(?<![\d.])v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)/.exec(output)?.[1];
}

function majorOf(version: string): string {
  return version.slice(0, version.indexOf('.'));
}
