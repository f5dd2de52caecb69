import { PreconditionError, wrongInput } from '../action/errors.ts';
import type { Secrets } from '../action/secrets.ts';
import type { ChartFolder } from './chart-folder.ts';
import type { HelmCli } from './helm-cli.ts';
import { helmMessage } from './helm-message.ts';

/**
 * Fetches the dependencies that a chart's folder lacks, at the versions of its Chart.lock where there
 * is one. Repositories are known to this run alone.
 */
export async function buildDependencies(
  helm: HelmCli,
  { folder, missing }: Pick<ChartFolder, 'folder' | 'missing'>,
  { secrets, signal }: { readonly secrets: Pick<Secrets, 'add'>; readonly signal: AbortSignal },
): Promise<void> {
  const named = missing.find(({ repository }) => /^(?:@|alias:)/.test(repository));
  if (named !== undefined) {
    throw wrongInput(
      'chart',
      `its dependency ${named.name} comes from ${JSON.stringify(named.repository)}, a name that only the machine of its author knows; write the repository's URL in Chart.yaml`,
    );
  }
  const urls = missing
    .map(({ repository }) => repository)
    .filter((repository) => /^https?:/.test(repository));
  for (const [index, url] of [...new Set(urls)].entries()) {
    if (URL.canParse(url)) secrets.add(new URL(url).password);
    const added = await helm.run(['repo', 'add', `repository-${index}`, url], signal);
    if (added.exitCode !== 0) throw unfetched(missing, added.stderr);
  }
  const built = await helm.run(['dependency', 'build', folder, '--skip-refresh'], signal);
  if (built.exitCode === 0) return;
  const message = helmMessage(built.stderr);
  if (message.includes('out of sync')) {
    throw wrongInput(
      'chart',
      `Chart.lock does not fit the dependencies in Chart.yaml; run helm dependency update and commit Chart.lock`,
    );
  }
  throw unfetched(missing, built.stderr);
}

function unfetched(missing: ChartFolder['missing'], stderr: string): PreconditionError {
  const names = missing.map(({ name }) => name).join(', ');
  return new PreconditionError(
    `the chart's dependencies (${names}) could not be fetched: ${helmMessage(stderr)}`,
    {
      hint: 'Check the repositories in Chart.yaml, or commit the dependencies in the folder charts',
    },
  );
}
