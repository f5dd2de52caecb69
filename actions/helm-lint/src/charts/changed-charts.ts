import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PreconditionError } from '@kube-delivery/shared/action/errors';
import type { ComparableGit } from '@kube-delivery/shared/git/git';
import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import { declaredDependencies, helmLeniency } from './declared-dependencies.ts';
import { isLocal, localFolder } from './local-dependency.ts';

/** What the question which charts were changed is asked of. */
export interface ChangedSince {
  /** The input: a branch, a tag or a commit. */
  readonly ref: string;
  /** The clone whose top the workspace is. */
  readonly git: Pick<ComparableGit, 'isShallow' | 'commit' | 'changedFiles'>;
  readonly workspace: string;
  /** Lines of the input `values`, as their files may lie outside of the charts. */
  readonly valuesLines: readonly string[];
}

/**
 * Those of the charts (folders from the workspace) of which a file differs from the commit at which
 * `ref` and HEAD parted, or that depend by `file://`, through others too, on a folder with such a file.
 * A ref of zeros, which GitHub gives as the commit before a branch's first push, makes all changed.
 * Throws a PreconditionError where the clone lacks that commit, with the fetch-depth to set.
 */
export async function changedCharts(
  charts: readonly string[],
  since: ChangedSince,
): Promise<readonly string[]> {
  if (/^0{40,}$/.test(since.ref)) return charts;
  const files = await changedFiles(since);
  return charts.filter((chart) =>
    foldersOf(chart, since).some((folder) => files.some((file) => touches(file, folder))),
  );
}

async function changedFiles({ ref, git }: ChangedSince): Promise<readonly string[]> {
  const named = await firstKnown(git, [ref, `origin/${ref}`]);
  if (named === undefined) {
    throw new PreconditionError(`changed-since: ${JSON.stringify(ref)} is not in this clone`, {
      hint: git.isShallow
        ? 'Give actions/checkout fetch-depth: 0'
        : 'Check the name; give actions/checkout fetch-depth: 0 and fetch the ref',
    });
  }
  const files = await git.changedFiles(named);
  if (files !== undefined) return files;
  throw new PreconditionError(
    `changed-since: the clone does not have the commit at which ${JSON.stringify(ref)} and HEAD parted`,
    {
      hint: git.isShallow
        ? 'Give actions/checkout fetch-depth: 0'
        : 'Name a ref with a commit in common with HEAD',
    },
  );
}

/** Checkout of a branch knows other branches as those of the remote only. */
async function firstKnown(
  git: ChangedSince['git'],
  names: readonly string[],
): Promise<string | undefined> {
  for (const name of names) {
    if ((await git.commit(name)) !== undefined) return name;
  }
  return undefined;
}

/** A changed submodule is named as a file by its folder. */
function touches(file: string, folder: string): boolean {
  return folder === '.' || file === folder || isBelow(file, folder) || isBelow(folder, file);
}

function isBelow(file: string, folder: string): boolean {
  return file.startsWith(`${folder}/`);
}

/** All folders (and values files outside of them) that a chart is made of. */
function foldersOf(chart: string, { workspace, valuesLines }: ChangedSince): readonly string[] {
  const folders = new Set<string>();
  const add = (folder: string): void => {
    if (folders.has(folder)) return;
    folders.add(folder);
    for (const repository of localRepositories(workspace, folder)) {
      const place = localFolder(workspace, folder, repository);
      if ('folder' in place) add(place.folder);
    }
  };
  add(chart);
  return [...folders, ...outerValues(chart, valuesLines)];
}

function localRepositories(workspace: string, folder: string): readonly string[] {
  const files = ['Chart.yaml', 'requirements.yaml']
    .map((name) => ({ path: name, absolute: path.join(workspace, folder, name) }))
    .filter(({ absolute }) => existsSync(absolute))
    .map(({ path: name, absolute }) => ({ path: name, text: readFileSync(absolute, 'utf8') }));
  const own = files.find((file) => file.path === 'Chart.yaml')?.text ?? '';
  const description = readYaml(own, 'kubernetes', helmLeniency).documents[0]?.value ?? null;
  return declaredDependencies({ files, description })
    .map(({ repository }) => repository)
    .filter(isLocal);
}

/** Values files outside of the chart; of a glob the folder before its first wildcard. */
function outerValues(chart: string, lines: readonly string[]): readonly string[] {
  return lines
    .flatMap((line) => line.split(','))
    .map((item) => item.trim())
    .filter((item) => item.startsWith('..'))
    .map((item) => {
      const steps = item.split('/');
      const wild = steps.findIndex((step) => /[*?[\]{}]/.test(step));
      return path.posix.join(chart, ...(wild === -1 ? steps : steps.slice(0, wild)));
    })
    .filter((place) => !place.startsWith('..'));
}
