import { PreconditionError } from '@kube-delivery/shared/action/errors';
import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { HelmProgram } from '@kube-delivery/shared/helm/helm-cli';
import { runProcess } from '@kube-delivery/shared/tools/run-process';
import type { ChartInputs } from '../source-inputs.ts';

/** The first version that shows what it would apply, as this needs it. */
const oldest = { major: 3, minor: 14 };

/** Finds the Helm that the inputs ask for. One that is too old is a PreconditionError. */
export async function locateHelm(
  { path = 'helm' }: ChartInputs['helm'],
  context: ActionContext,
): Promise<HelmProgram> {
  const end = await runProcess(
    {
      command: path,
      args: ['version', '--template', '{{.Version}}'],
      folder: context.run.workspace,
      environment: context.environment,
    },
    context,
  );
  const version = end.stdout.trim().replace(/^v/, '');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) {
    return { path, version };
  }
  throw new PreconditionError(
    `Helm ${version} is too old; needed is ${oldest.major}.${oldest.minor} or newer`,
    { hint: 'Give helm-version, or the path of a newer one as helm-path' },
  );
}
