import type { ActionResult } from '@kube-delivery/shared/action/action';
import type { Json } from '@kube-delivery/shared/json/json';
import { blocks, code, table, text } from '@kube-delivery/shared/report/markdown';
import type { Markdown } from '@kube-delivery/shared/report/markdown';
import type { HandOnFiles } from './hand-on-files.ts';
import { primaryTag, references } from './image-names.ts';
import type { ImageNames } from './image-names.ts';
import { formatLabels } from './labels.ts';
import { labelSafe } from './repair.ts';
import type { Verdict } from './verdict.ts';

/** The outputs of this action's own. */
export const outputNames = [
  'tag',
  'image',
  'repository',
  'registry',
  'images',
  'tags',
  'tags-list',
  'floating-tags',
  'version',
  'sha',
  'build-id',
  'labels',
  'annotations',
  'label-safe-tag',
  'bake-file',
  'manifest',
] as const;

/** The good end: a name for every image. */
export function resultOf(names: ImageNames, files: HandOnFiles): ActionResult<Verdict> {
  const tag = primaryTag(names);
  const images = references(names.repositories, [tag]);
  const tags = references(
    names.repositories,
    names.tags.map((each) => each.tag),
  );
  const floatingTags = references(names.repositories, names.floating);
  const outputs: Record<(typeof outputNames)[number], Json> = {
    tag,
    image: images[0] ?? '',
    repository: names.repositories[0]?.repository ?? '',
    registry: names.repositories[0]?.registry ?? '',
    images,
    tags,
    'tags-list': tags.join('\n'),
    'floating-tags': floatingTags,
    version: names.version ?? '',
    sha: names.sha,
    'build-id': names.buildId ?? '',
    labels: formatLabels(names.labels),
    annotations: formatLabels(names.annotations),
    'label-safe-tag': labelSafe(tag),
    'bake-file': files.bakeFile,
    manifest: files.manifest,
  };
  return {
    verdict: 'tagged',
    reason: '',
    outputs,
    report: {
      tag,
      images,
      tags,
      floatingTags,
      version: names.version ?? null,
      sha: names.sha,
      buildId: names.buildId ?? null,
      labels: Object.fromEntries(names.labels),
      annotations: Object.fromEntries(names.annotations),
    },
    summary: summaryOf(names, images),
  };
}

function summaryOf(names: ImageNames, images: readonly string[]): Markdown {
  const rows = [
    ...names.tags.map(({ tag, strategy }) => [code(tag), code(strategy)]),
    ...names.floating.map((tag) => [code(tag), text('floating')]),
  ];
  return blocks(
    table(
      ['Image'],
      images.map((image) => [code(image)]),
    ),
    table(['Tag', 'Made by'], rows),
  );
}
