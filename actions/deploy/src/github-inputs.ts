import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { ActionContext } from '@kube-delivery/shared/action/context';
import { parseHttpUrl } from '@kube-delivery/shared/http-check/parse-checks';

/** Where and as what a GitHub Deployment is reported. */
export interface GitHubInputs {
  readonly environment: string;
  readonly token: string;
  readonly apiUrl: URL;
}

const publicApi = 'https://api.github.com';

/**
 * Reads `github-deployment`, `environment` and `github-token`; undefined where no deployment is to be
 * reported.
 */
export function readGitHubInputs(
  reader: InputReader,
  { environment: variables, run, secrets }: Pick<ActionContext, 'environment' | 'run' | 'secrets'>,
): GitHubInputs | undefined {
  const wanted = reader.boolean('github-deployment', false);
  const environment = reader.text('environment');
  const token = reader.text('github-token');
  if (token !== undefined) secrets.add(token);
  if (!wanted) return undefined;
  if (environment === undefined) {
    reader.reject('environment', 'is required with github-deployment: name the environment');
  }
  if (token === undefined) {
    reader.reject('github-token', 'is required with github-deployment: give github.token');
  }
  if (run.repository === '') {
    reader.reject('github-deployment', 'needs a repository, and the run has none');
  }
  const given = variables.GITHUB_API_URL ?? '';
  const apiUrl = parseHttpUrl(given === '' ? publicApi : given) ?? new URL(publicApi);
  return { environment: environment ?? '', token: token ?? '', apiUrl };
}
