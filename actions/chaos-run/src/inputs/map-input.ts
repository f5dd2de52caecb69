import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { JsonObject } from '@kube-delivery/shared/json/json';
import { readYaml } from '@kube-delivery/shared/manifests/yaml';

/** Reads an input that holds one YAML map; an empty one where it was not given. */
export function readMap(reader: InputReader, name: string): JsonObject {
  const text = reader.text(name);
  if (text === undefined) return {};
  const { documents, problems } = readYaml(text);
  for (const { line, message } of problems) reader.reject(name, `line ${line}: ${message}`);
  if (problems.length > 0) return {};
  const [document, ...others] = documents;
  if (document !== undefined && others.length === 0 && isJsonObject(document.value)) {
    return document.value;
  }
  // The text is not shown: it may hold secrets.
  reader.reject(name, 'is not one YAML map, such as `key: value`');
  return {};
}
