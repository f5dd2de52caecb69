import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { parseImageReference, sameRepository } from '@kube-delivery/shared/image/reference';
import type { ImageReference } from '@kube-delivery/shared/image/reference';

/** An image's repository, without tag and digest. */
export type Repository = Pick<ImageReference, 'registry' | 'repository'>;

/** Reads `images`: one repository a line, each once. */
export function readRepositories(reader: InputReader): readonly Repository[] {
  const found: Repository[] = [];
  const lines = reader.requiredText('images').split(/[\n,]/);
  for (const line of lines.map((each) => each.trim()).filter((each) => each !== '')) {
    const repository = parseRepository(line);
    if (typeof repository === 'string') reader.reject('images', repository);
    else if (found.some((other) => sameRepository(other, repository))) {
      const { registry, repository: path } = repository;
      reader.reject('images', `${line} is listed twice, as ${registry}/${path}; list it once`);
    } else found.push(repository);
  }
  if (found.length === 0 && !reader.isRejected('images')) {
    reader.reject('images', 'names no repository');
  }
  return found;
}

/** Reads one repository; gives a sentence on what is wrong with it, with its right spelling. */
export function parseRepository(text: string): Repository | string {
  const reference = parseImageReference(text);
  const legal = reference !== undefined && reference.tag === undefined && !/[A-Z@]/.test(text);
  if (legal) return { registry: reference.registry, repository: reference.repository };
  const corrected = correctedSpelling(text);
  const cure =
    corrected === undefined
      ? 'write host/path, as registry.example/team/app'
      : `write ${corrected}`;
  return `${JSON.stringify(text)} ${faultOf(text, reference)}; ${cure}`;
}

function faultOf(text: string, reference: ImageReference | undefined): string {
  if (text.includes('://')) return 'is a URL, not a repository';
  if (text.includes('@')) return 'has a digest, which a repository has not';
  if (reference?.tag !== undefined) return 'has a tag, which this action makes';
  if (/[A-Z]/.test(text)) return 'has upper case, which repositories have not';
  return 'is not a repository';
}

function correctedSpelling(text: string): string | undefined {
  const corrected = text
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/@.*$/, '')
    .replace(/\/+$/, '')
    .replace(/:[^/:]*$/, '')
    .toLowerCase();
  const reference = parseImageReference(corrected);
  return reference === undefined || reference.tag !== undefined ? undefined : corrected;
}
