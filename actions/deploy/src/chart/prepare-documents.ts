import { isDeepStrictEqual } from 'node:util';
import { InputError, wrongInput } from '@kube-delivery/shared/action/errors';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { addSecretValues } from '@kube-delivery/shared/cluster/secret-values';
import type { RenderedDocument } from '@kube-delivery/shared/helm/rendered-release';
import { prepareManifests } from '../prepare-manifests.ts';
import type { Session } from '../session.ts';

/** What a release of a chart is made of, ready for Helm and the server. */
export interface PreparedDocuments {
  /** Those that stay as they are rendered are the same ones. */
  readonly documents: readonly RenderedDocument[];
  /** The Jobs of the input `migrations`. */
  readonly migrations: readonly KubeObject[];
}

/**
 * Fills images, version labels and update limits of the inputs into the documents of a chart, hooks
 * too, and into migrations; hides the values of Secrets from now on. What is wrong with an entry is an
 * InputError.
 */
export function prepareDocuments(
  documents: readonly RenderedDocument[],
  { context, inputs }: Pick<Session, 'context' | 'inputs'>,
  helmMajor: number,
): PreparedDocuments {
  const rendered = documents.flatMap(({ objects, source }) =>
    objects.map((object) => ({ object, place: { file: source, line: 1 } })),
  );
  const { images, migrations, update } = inputs;
  const prepared = prepareManifests([...rendered, ...migrations], {
    images,
    update,
    migrations: [],
  });
  if (prepared.problems.length > 0) throw new InputError(prepared.problems);
  for (const notice of prepared.notices) context.log.notice(notice);
  const ready = prepared.manifests.map(({ object }) => object);
  for (const object of ready) addSecretValues(object, context.secrets);
  let taken = 0;
  const changed = documents.map((document) => {
    const objects = ready.slice(taken, taken + document.objects.length);
    taken += document.objects.length;
    if (isDeepStrictEqual(objects, document.objects)) return document;
    refuseHookOfHelm3(document, helmMajor);
    return { ...document, objects };
  });
  return { documents: changed, migrations: ready.slice(taken) };
}

function refuseHookOfHelm3({ isHook, source }: RenderedDocument, helmMajor: number): void {
  if (!isHook || helmMajor >= 4) return;
  throw wrongInput(
    'images',
    `an entry means a container of the hook in ${source}, which Helm 3 applies as the chart has it; give the image by values, or take Helm 4`,
  );
}
