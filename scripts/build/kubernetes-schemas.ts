import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { indexFile, packageFile } from '../../actions/helm-lint/src/schema/schema-files.ts';
import { cachedFolder } from '../../test/cluster/tools/cached-folder.ts';
import { requireGo } from '../../test/cluster/tools/requirements.ts';
import { projectRoot } from '../project-root.ts';
import { compactDefinitions } from './compact-definitions.ts';
import type { OpenApiSchema, ReleaseSchemas } from './compact-definitions.ts';
import { downloadRelease, kubernetesReleases } from './kubernetes-releases.ts';
import { mergeReleases } from './merge-releases.ts';
import { readOpenApiDetails } from './openapi-details.ts';

const largestFolder = 3 * 1024 * 1024;

/** Everything that decides what the folder holds. */
const makers = [
  'actions/helm-lint/src/schema/schema-files.ts',
  'actions/helm-lint/src/schema/schema-node.ts',
  'scripts/build/compact-definitions.ts',
  'scripts/build/kubernetes-releases.ts',
  'scripts/build/kubernetes-schemas.ts',
  'scripts/build/merge-releases.ts',
  'scripts/build/openapi-details.ts',
];

/**
 * The folder with helm-lint's catalog of Kubernetes schemas. It is made once and kept in the user's
 * cache; that takes Go, and the Go module proxy for what Go's module cache does not hold.
 */
export async function kubernetesSchemas(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of makers) hash.update(readFileSync(path.join(projectRoot, file))).update('\0');
  const name = `kubernetes-schemas-${hash.digest('hex').slice(0, 16)}`;
  return cachedFolder(name, 'Making the Kubernetes schemas', makeSchemas);
}

async function makeSchemas(folder: string): Promise<void> {
  await requireGo();
  const releases = new Map<string, ReleaseSchemas>();
  for (const release of kubernetesReleases) {
    const sources = await downloadRelease(release);
    releases.set(release.version.replace(/^v/, ''), readRelease(sources));
  }
  const { index, packages } = mergeReleases(releases);
  let size = writeCompressed(path.join(folder, indexFile), index);
  for (const [name, definitions] of packages) {
    size += writeCompressed(path.join(folder, packageFile(`${name}.Any`)), definitions);
  }
  if (size > largestFolder) {
    throw new Error(`the Kubernetes schemas have ${size} bytes, over the limit of 3 MiB`);
  }
}

function readRelease(sources: string): ReleaseSchemas {
  const read = (file: string): string => readFileSync(path.join(sources, file), 'utf8');
  const { definitions } = JSON.parse(read('api/openapi-spec/swagger.json')) as {
    readonly definitions: Readonly<Record<string, OpenApiSchema>>;
  };
  const details = readOpenApiDetails(read('pkg/generated/openapi/zz_generated.openapi.go'));
  return compactDefinitions(definitions, details);
}

function writeCompressed(file: string, content: unknown): number {
  const text = Buffer.from(JSON.stringify(content));
  const params = {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
  };
  writeFileSync(file, brotliCompressSync(text, { params }));
  return statSync(file).size;
}
