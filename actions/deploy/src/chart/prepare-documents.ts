import { isDeepStrictEqual } from 'node:util';
import { InputError, wrongInput } from '@kube-delivery/shared/action/errors';
import type { RenderedDocument } from '@kube-delivery/shared/helm/rendered-release';
import { prepareManifests } from '../prepare-manifests.ts';
import type { Session } from '../session.ts';

/**
 * The documents of a chart with images and update limits of the inputs, in hooks too. A document that
 * stays as it is stays the same one. What is wrong with an entry is an InputError.
 */
export function prepareDocuments(
  documents: readonly RenderedDocument[],
  { inputs }: Pick<Session, 'inputs'>,
  helmMajor: number,
): readonly RenderedDocument[] {
  const manifests = documents.flatMap(({ objects, source }) =>
    objects.map((object) => ({ object, place: { file: source, line: 1 } })),
  );
  const prepared = prepareManifests(manifests, {
    images: inputs.images,
    update: inputs.update,
    migrations: [],
  });
  if (prepared.problems.length > 0) throw new InputError(prepared.problems);
  let taken = 0;
  return documents.map((document) => {
    const count = document.objects.length;
    const objects = prepared.manifests.slice(taken, taken + count).map(({ object }) => object);
    taken += count;
    if (isDeepStrictEqual(objects, document.objects)) return document;
    if (document.isHook && helmMajor < 4) {
      throw wrongInput(
        'images',
        `an entry means a container of the hook in ${document.source}, which Helm 3 applies as the chart has it; give the image by values, or take Helm 4`,
      );
    }
    return { ...document, objects };
  });
}
