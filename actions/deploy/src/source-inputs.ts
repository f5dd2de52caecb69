import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { AllowedFolders } from '@kube-delivery/shared/files/user-file';
import { liesInside } from '@kube-delivery/shared/files/user-file';
import { readHelmInputs } from '@kube-delivery/shared/helm/helm-program';
import type { HelmInputs } from '@kube-delivery/shared/helm/helm-program';
import { loadManifests } from '@kube-delivery/shared/manifests/load';
import type { Manifest } from '@kube-delivery/shared/manifests/manifest';

/** Where the release's objects come from. */
export type Source =
  | {
      readonly kind: 'manifests';
      readonly manifests: readonly Manifest[];
      /** What the user should know of them. */
      readonly notices: readonly string[];
    }
  | {
      readonly kind: 'kustomize';
      /** Absolute, links resolved. */
      readonly folder: string;
      readonly toolPath: string | undefined;
    }
  | { readonly kind: 'chart'; readonly chart: ChartInputs };

/** A Helm chart as the inputs name it. */
export interface ChartInputs {
  /** A folder in the workspace (absolute, links resolved) or an `oci://` address. */
  readonly chart: string;
  /** Of an `oci://` chart; undefined takes the newest. */
  readonly version: string | undefined;
  /** Values files, absolute, links resolved; later ones win. */
  readonly values: readonly string[];
  /** Lines `name=value`, which win over the files. */
  readonly set: readonly string[];
  readonly helm: HelmInputs;
}

const sources = ['manifests', 'kustomize', 'chart'] as const;

/** Reads `manifests`, `kustomize`, `chart` and what belongs to them; exactly one source is allowed. */
export function readSource(reader: InputReader, folders: AllowedFolders): Source {
  const patterns = reader.list('manifests');
  const kustomize = reader.text('kustomize');
  const toolPath = reader.text('kustomize-path');
  const chart = reader.text('chart');
  const chartInputs = readChart(reader, chart, folders);
  const given = {
    manifests: patterns.length > 0,
    kustomize: kustomize !== undefined,
    chart: chart !== undefined,
  };
  const named = sources.filter((source) => given[source]);
  if (named.length === 0) {
    reader.reject(
      'manifests',
      'was not given, and neither was kustomize or chart; give one of them',
    );
  }
  if (named.length > 1) {
    reader.reject(
      named[1] ?? 'manifests',
      `was given beside ${named[0] ?? ''}; a release has one source`,
    );
  }
  if (kustomize !== undefined) {
    return {
      kind: 'kustomize',
      folder: readFolder(reader, 'kustomize', kustomize, folders),
      toolPath,
    };
  }
  if (chartInputs !== undefined) return { kind: 'chart', chart: chartInputs };
  const { manifests, problems } =
    patterns.length > 0 ? loadManifests(patterns, folders) : { manifests: [], problems: [] };
  for (const { message, ...place } of problems) reader.reject('manifests', message, place);
  return { kind: 'manifests', manifests, notices: [] };
}

function readChart(
  reader: InputReader,
  chart: string | undefined,
  folders: AllowedFolders,
): ChartInputs | undefined {
  const version = reader.text('chart-version');
  const values = reader.list('values');
  const set = reader.list('set');
  const helm = readHelmInputs(reader);
  if (chart === undefined) {
    const orphans = {
      values: values.length > 0,
      set: set.length > 0,
      'chart-version': version !== undefined,
    };
    for (const [name, isGiven] of Object.entries(orphans)) {
      if (isGiven) reader.reject(name, 'needs chart, which was not given');
    }
    return undefined;
  }
  const isRemote = chart.startsWith('oci://');
  for (const line of set) {
    if (!/^[^=\s]+=/.test(line))
      reader.reject(
        'set',
        `a line is not name=value; its name is ${JSON.stringify(line.split('=')[0])}`,
      );
  }
  return {
    chart: isRemote ? chart : readFolder(reader, 'chart', chart, folders),
    version,
    values: values.map((file) => readFile(reader, 'values', file, folders)),
    set,
    helm,
  };
}

/** A folder that must lie in the workspace; what is wrong with it stays with the reader. */
function readFolder(
  reader: InputReader,
  input: string,
  given: string,
  folders: AllowedFolders,
): string {
  return readPath(reader, input, given, folders, 'folder');
}

function readFile(
  reader: InputReader,
  input: string,
  given: string,
  folders: AllowedFolders,
): string {
  return readPath(reader, input, given, folders, 'file');
}

function readPath(
  reader: InputReader,
  input: string,
  given: string,
  folders: AllowedFolders,
  kind: 'file' | 'folder',
): string {
  const resolved = path.resolve(folders.workspace, given);
  const status = statSync(resolved, { throwIfNoEntry: false });
  const shown = JSON.stringify(given);
  if (status === undefined) {
    reader.reject(input, `${shown} does not exist; paths are relative to the workspace`);
    return resolved;
  }
  if (kind === 'folder' ? !status.isDirectory() : !status.isFile()) {
    reader.reject(input, `${shown} is not a ${kind}`);
    return resolved;
  }
  const real = realpathSync(resolved);
  if (!liesInside(real, folders)) {
    reader.reject(input, `${shown} lies outside the workspace and RUNNER_TEMP; move it inside`);
  }
  return real;
}
