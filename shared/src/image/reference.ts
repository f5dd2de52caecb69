/**
 * An image reference in its parts. Grammar: the OCI distribution specification (names, tags, digests)
 * and the reference grammar of the distribution project, with Docker's defaults.
 */
export interface ImageReference {
  /** `docker.io`, `registry.example`, `127.0.0.1:5000`. */
  readonly registry: string;
  /** The path without host: `library/nginx`, `team/app`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

const dockerHub = 'docker.io';
const longestRepository = 255;

/** What a tag may be: first a letter, digit or `_`, at most 128 characters in all. */
export const tagPattern = /^\w[\w.-]{0,127}$/;

const digestPattern = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}$/;
const pathPattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const hostPattern =
  /^(?:\[[0-9a-fA-F:]+\]|[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*)(?::\d+)?$/;

/** Whether `text` is a legal tag. */
export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

/** Whether `text` is a legal digest such as `sha256:<64 hex digits>`. */
export function isDigest(text: string): boolean {
  if (!digestPattern.test(text)) return false;
  return !text.startsWith('sha256:') || /^sha256:[0-9a-f]{64}$/.test(text);
}

/** The parts of an image reference, or undefined when `text` is not one. */
export function parseImageReference(text: string): ImageReference | undefined {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  if (digest !== undefined && !isDigest(digest)) return undefined;
  const named = at < 0 ? text : text.slice(0, at);
  const lastSlash = named.lastIndexOf('/');
  // A colon before the last slash is a registry's port, not the start of a tag.
  const colon = named.indexOf(':', lastSlash + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  if (tag !== undefined && !isTag(tag)) return undefined;
  const name = splitHost(colon < 0 ? named : named.slice(0, colon));
  if (name === undefined) return undefined;
  return {
    ...name,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** The reference as text, with its registry always named. */
export function formatImageReference({
  registry,
  repository,
  tag,
  digest,
}: ImageReference): string {
  const tagged = tag === undefined ? '' : `:${tag}`;
  return `${registry}/${repository}${tagged}${digest === undefined ? '' : `@${digest}`}`;
}

/** Whether two references name the same repository: `nginx` and `docker.io/library/nginx` do. */
export function sameRepository(a: ImageReference, b: ImageReference): boolean {
  return a.registry === b.registry && a.repository === b.repository;
}

function splitHost(name: string): { registry: string; repository: string } | undefined {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const hasHost = /[.:[]/.test(first) || first === 'localhost' || /[A-Z]/.test(first);
  const host = hasHost ? first : dockerHub;
  if (!hostPattern.test(host)) return undefined;
  const registry = host === 'index.docker.io' ? dockerHub : host;
  const path = hasHost ? name.slice(slash + 1) : name;
  const repository = registry === dockerHub && !path.includes('/') ? `library/${path}` : path;
  if (repository.length > longestRepository) return undefined;
  return repository.split('/').every((part) => pathPattern.test(part))
    ? { registry, repository }
    : undefined;
}
