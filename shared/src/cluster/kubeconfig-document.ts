import path from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { InputError } from '../action/errors.ts';
import { arrayAt, isJsonObject, objectAt, stringAt } from '../json/json.ts';
import type { JsonObject } from '../json/json.ts';

/** A kubeconfig, or several merged into one; entries are kept as they are written. */
export interface KubeconfigDocument {
  readonly clusters: readonly JsonObject[];
  readonly users: readonly JsonObject[];
  readonly contexts: readonly JsonObject[];
  readonly currentContext: string | undefined;
}

/** What one context of a kubeconfig names. */
export interface KubeconfigChoice {
  readonly context: string;
  readonly cluster: JsonObject;
  readonly user: JsonObject;
  readonly namespace: string | undefined;
}

const pathsOfClusters = ['certificate-authority'];
const pathsOfUsers = ['client-certificate', 'client-key', 'tokenFile'];

/**
 * Reads one kubeconfig; `file` is where it came from, undefined for text given as an input. Paths in
 * a file are made absolute from its folder, as kubectl reads them. Throws an InputError with file and
 * line where the YAML is broken.
 */
export function parseKubeconfig(text: string, file: string | undefined): KubeconfigDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const { line } = lines.linePos(fault.pos[0]);
    throw kubeconfigError(`${place(file, line)} is not valid YAML: ${fault.message}`, file, line);
  }
  const content: unknown = document.toJS();
  if (!isJsonObject(content)) {
    throw kubeconfigError(`${place(file)} holds no kubeconfig: it must be a mapping`, file);
  }
  const folder = file === undefined ? undefined : path.dirname(file);
  const entries = (list: string, key: string, paths: readonly string[]): JsonObject[] =>
    arrayAt(content, list)
      .filter(isJsonObject)
      .map((entry) => ({ ...entry, [key]: absolutePaths(objectAt(entry, key), folder, paths) }));
  return {
    clusters: entries('clusters', 'cluster', pathsOfClusters),
    users: entries('users', 'user', pathsOfUsers),
    contexts: entries('contexts', 'context', []),
    currentContext: stringAt(content, 'current-context'),
  };
}

/** One document of several; of entries with the same name the first counts, as in kubectl. */
export function mergeKubeconfigs(documents: readonly KubeconfigDocument[]): KubeconfigDocument {
  return {
    clusters: documents.flatMap(({ clusters }) => clusters),
    users: documents.flatMap(({ users }) => users),
    contexts: documents.flatMap(({ contexts }) => contexts),
    currentContext: documents
      .map(({ currentContext }) => currentContext)
      .find((context) => context !== undefined && context !== ''),
  };
}

/** What the asked context, or else the current one, names. Throws an InputError where it is missing. */
export function chooseContext(
  document: KubeconfigDocument,
  asked: string | undefined,
): KubeconfigChoice {
  const known = document.contexts.flatMap((entry) => stringAt(entry, 'name') ?? []);
  const existing = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
  const name = asked ?? document.currentContext;
  if (name === undefined || name === '') {
    throw kubeconfigError(
      `has no current context and the input context was not given; ${existing}`,
      undefined,
    );
  }
  const context = named(document.contexts, name);
  if (context === undefined) {
    const message = `${JSON.stringify(name)} is not a context of the kubeconfig; ${existing}`;
    if (asked !== undefined) throw new InputError([{ input: 'context', message }]);
    throw kubeconfigError(`the current context ${message}`, undefined);
  }
  const clusterName = stringAt(context, 'context', 'cluster') ?? '';
  const cluster = named(document.clusters, clusterName);
  if (cluster === undefined) {
    throw kubeconfigError(
      `context ${JSON.stringify(name)} names the cluster ${JSON.stringify(clusterName)}, which is not there`,
      undefined,
    );
  }
  const userName = stringAt(context, 'context', 'user') ?? '';
  const user = userName === '' ? {} : named(document.users, userName);
  if (user === undefined) {
    throw kubeconfigError(
      `context ${JSON.stringify(name)} names the user ${JSON.stringify(userName)}, who is not there`,
      undefined,
    );
  }
  return {
    context: name,
    cluster: objectAt(cluster, 'cluster'),
    user: objectAt(user, 'user'),
    namespace: stringAt(context, 'context', 'namespace'),
  };
}

/** The InputError of a kubeconfig. */
export function kubeconfigError(
  message: string,
  file: string | undefined,
  line?: number,
): InputError {
  return new InputError([
    {
      input: 'kubeconfig',
      message,
      ...(file === undefined ? {} : { file }),
      ...(line === undefined ? {} : { line }),
    },
  ]);
}

function place(file: string | undefined, line?: number): string {
  const where = file ?? 'the given text';
  return line === undefined ? where : `${where} line ${line}`;
}

function named(entries: readonly JsonObject[], name: string): JsonObject | undefined {
  return entries.find((entry) => entry.name === name);
}

function absolutePaths(
  entry: JsonObject,
  folder: string | undefined,
  keys: readonly string[],
): JsonObject {
  if (folder === undefined) return entry;
  const resolved = keys.flatMap((key) => {
    const value = stringAt(entry, key);
    return value === undefined || value === '' ? [] : [[key, path.resolve(folder, value)]];
  });
  return { ...entry, ...(Object.fromEntries(resolved) as JsonObject) };
}
