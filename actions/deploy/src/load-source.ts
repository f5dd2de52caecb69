import { InputError } from '@kube-delivery/shared/action/errors';
import type { ActionContext } from '@kube-delivery/shared/action/context';
import { renderKustomization } from '@kube-delivery/shared/manifests/kustomize';
import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import { findDuplicates, problemAt, referenceTo } from '@kube-delivery/shared/manifests/manifest';
import type { Manifest } from '@kube-delivery/shared/manifests/manifest';
import { membershipOf, partOfLabel } from '@kube-delivery/shared/release/apply-set/apply-set-id';
import type { Inputs } from './inputs.ts';
import { prepareManifests } from './prepare-manifests.ts';
import type { PreparedManifests } from './prepare-manifests.ts';

/** The objects of a release as they are to be applied, and its migrations. */
export interface LoadedSource {
  readonly manifests: readonly Manifest[];
  readonly migrations: readonly Manifest[];
}

/**
 * The manifests of a release's source, a kustomization rendered; none for a chart, which Helm
 * renders. What is wrong with them is an InputError. An object that names `namespace` and one that
 * names none may be the same, and is then wrong too.
 */
export async function loadSource(
  inputs: Inputs,
  namespace: string,
  context: ActionContext,
): Promise<LoadedSource> {
  const { migrations, source } = inputs;
  if (source.kind === 'chart') return { manifests: [], migrations };
  const loaded =
    source.kind === 'manifests'
      ? { manifests: source.manifests, migrations, notices: source.notices }
      : await renderSource(source, inputs, context);
  for (const notice of loaded.notices) context.log.notice(notice);
  refuseOtherSets(loaded.manifests);
  refuseDuplicates([...loaded.manifests, ...loaded.migrations], namespace);
  return loaded;
}

async function renderSource(
  { folder, toolPath }: { readonly folder: string; readonly toolPath: string | undefined },
  { images, migrations, update }: Inputs,
  context: ActionContext,
): Promise<PreparedManifests> {
  const { signal } = context;
  const tool = toolPath === undefined ? {} : { toolPath };
  const rendered = await renderKustomization(folder, { context, signal, ...tool });
  refuse('kustomize', rendered.problems);
  const prepared = prepareManifests(rendered.manifests, { images, migrations, update });
  if (prepared.problems.length > 0) throw new InputError(prepared.problems);
  return prepared;
}

/** KEP-3659: an applier makes objects members, and never takes their word for it. */
function refuseOtherSets(manifests: readonly Manifest[]): void {
  const named = manifests.filter(({ object }) => membershipOf(object) !== undefined);
  refuse(
    'manifests',
    named.map(({ object, place }) =>
      problemAt(
        place,
        `${describeReference(referenceTo(object))} has the label ${partOfLabel}, which deploy gives itself; remove it`,
      ),
    ),
  );
}

function refuseDuplicates(manifests: readonly Manifest[], namespace: string): void {
  const placed = manifests.map(({ object, place }) => ({
    place,
    object: { ...object, metadata: { namespace, ...object.metadata } },
  }));
  refuse('manifests', findDuplicates(placed));
}

function refuse(input: string, problems: readonly { readonly message: string }[]): void {
  if (problems.length === 0) return;
  throw new InputError(problems.map((problem) => ({ input, ...problem })));
}
