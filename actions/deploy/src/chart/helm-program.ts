import { PreconditionError } from '@kube-delivery/shared/action/errors';
import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { HelmProgram } from '@kube-delivery/shared/helm/helm-cli';
import { locateTool } from '@kube-delivery/shared/tools/locate-tool';
import type { ChartInputs } from '../source-inputs.ts';

/** The first version that knows labels, which tell whose an unfinished upgrade is. */
const oldest = { major: 3, minor: 14 };

/** Finds the Helm that the inputs ask for. One that is too old is a PreconditionError. */
export async function locateHelm(
  { version = '', path, mirror }: ChartInputs['helm'],
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
