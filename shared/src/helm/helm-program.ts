import type { ActionContext } from '../action/context.ts';
import { PreconditionError } from '../action/errors.ts';
import type { InputReader } from '../action/input-reader.ts';
import { locateTool } from '../tools/locate-tool.ts';
import type { HelmProgram } from './helm-cli.ts';

/** Which Helm the inputs ask for. */
export interface HelmInputs {
  /** The version that this suite is tested with where undefined. */
  readonly version: string | undefined;
  readonly path: string | undefined;
  /** Where to download from instead of Helm's own site. */
  readonly mirror: string | undefined;
}

/** The first version that knows labels, which tell whose an unfinished upgrade is. */
const oldest = { major: 3, minor: 14 };

/** Reads `helm-version`, `helm-path` and `helm-mirror`. */
export function readHelmInputs(reader: InputReader): HelmInputs {
  return {
    version: reader.text('helm-version'),
    path: reader.text('helm-path'),
    mirror: reader.text('helm-mirror'),
  };
}

/** Finds the Helm that the inputs ask for. One that is too old is a PreconditionError. */
export async function locateHelm(
  { version = '', path, mirror }: HelmInputs,
  context: ActionContext,
): Promise<HelmProgram> {
  const program = await locateTool(
    {
      name: 'helm',
      version,
      ...(path === undefined ? {} : { path }),
      ...(mirror === undefined ? {} : { mirror }),
    },
    { context, signal: context.signal },
  );
  const [major = 0, minor = 0] = program.version.split('.').map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return program;
  throw new PreconditionError(
    `Helm ${program.version} is too old; needed is ${oldest.major}.${oldest.minor} or newer`,
    { hint: 'Give a newer helm-version, or the path of a newer Helm as helm-path' },
  );
}
