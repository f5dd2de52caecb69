import { isDeepStrictEqual } from 'node:util';
import type { HelmRevision } from './helm-revision.ts';
import { readDocuments } from './rendered-release.ts';
import type { RenderedDocument, RenderedRelease } from './rendered-release.ts';

/**
 * Whether a rendered release is what Helm's revision holds already: chart, values, objects and hooks.
 * Both are compared as `comparable` shows them.
 */
export function holdsSame(
  revision: HelmRevision,
  rendered: RenderedRelease,
  comparable: (document: RenderedDocument) => RenderedDocument,
): boolean {
  if (revision.chart !== rendered.chart || revision.appVersion !== rendered.appVersion)
    return false;
  if (!isDeepStrictEqual(revision.values, rendered.values)) return false;
  const kept = documentsOf(revision);
  return (
    kept !== undefined &&
    isDeepStrictEqual(listed(kept, comparable), listed(rendered.documents, comparable))
  );
}

/** The documents that a revision holds, or undefined where they cannot be read. */
export function documentsOf(revision: HelmRevision): readonly RenderedDocument[] | undefined {
  try {
    return readDocuments(revision);
  } catch {
    return undefined;
  }
}

/** One entry an object, in an order of its own: Helm's depends on how templates are cut into files. */
function listed(
  documents: readonly RenderedDocument[],
  comparable: (document: RenderedDocument) => RenderedDocument,
): readonly string[] {
  return documents
    .map(comparable)
    .flatMap(({ isHook, objects }) => objects.map((object) => canonical({ isHook, object })))
    .sort();
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
