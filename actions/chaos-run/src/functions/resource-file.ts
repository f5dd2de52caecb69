import { readFileSync } from 'node:fs';
import { resolveUserFile } from '@kube-delivery/shared/files/user-file';
import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import { ActivityFailedError } from '../activity-failed.ts';

/**
 * What the one document of a YAML or JSON file of the workspace holds: a map or a list. An
 * ActivityFailedError where it cannot be read.
 */
export function readResourceFile(given: string, workspace: string): Json {
  const file = resolveUserFile(given, { workspace, temp: workspace });
  if ('problem' in file) throw new ActivityFailedError(file.problem);
  const { documents, problems } = readYaml(readFileSync(file.path, 'utf8'));
  const [problem] = problems;
  if (problem !== undefined) {
    throw new ActivityFailedError(`${given}:${problem.line}: ${problem.message}`);
  }
  const [document] = documents;
  if (document === undefined || documents.length > 1) {
    throw new ActivityFailedError(`${given} must hold one object, and holds ${documents.length}`);
  }
  const { value } = document;
  if (isJsonObject(value) || Array.isArray(value)) return value;
  throw new ActivityFailedError(`${given} must hold a map or a list`);
}
