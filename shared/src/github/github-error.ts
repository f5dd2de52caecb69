/** GitHub's API could not be reached, or did not do what it was asked for. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';
  /** What the user can do about it, as one sentence without a full stop. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** What reporting deployments takes. */
const permission = 'the permission deployments: write';

/** What the user can do where GitHub answered with `status`. */
export function hintFor(status: number, isLimited: boolean): string {
  if (isLimited) return 'GitHub limits how often this token may call it; give another github-token';
  switch (status) {
    case 401:
      return `Give github-token a valid token that has ${permission}, such as github.token`;
    case 403:
    case 404:
      return `Give the job ${permission}, and github-token a token of this repository`;
    case 409:
    case 422:
      return 'Check that the commit is in this repository and that the environment may have that name';
    default:
      return `Check the state of GitHub, and that github-token has ${permission}`;
  }
}

/** What the user can do where no answer came. */
export const unreachableHint = `Check GITHUB_API_URL, that this runner may reach it, and that github-token has ${permission}`;
