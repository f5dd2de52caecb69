import { parseImageReference } from '@kube-delivery/shared/image/reference';
import { imagesIn } from '../containers.ts';
import { containerExample } from '../examples.ts';
import { definePolicy, wrong } from '../policy.ts';

const rule = {
  id: 'policy/image-latest',
  severity: 'warning',
  summary: 'An image has no tag, an empty one, or `latest`, and no digest.',
  reason:
    'What runs is then whatever the registry has when a pod starts: two pods of one release may differ, and a rollback brings nothing back.',
  bad: containerExample('image: registry.example/shop/web:latest'),
  good: containerExample('image: registry.example/shop/web:1.4.2'),
} as const;

/** Images that do not say which version they are. */
export const imageLatest = definePolicy(rule, ({ object }) =>
  imagesIn(object).flatMap(({ path, container, image }) => {
    const fault = floating(image);
    if (fault === undefined) return [];
    const message = `container ${container} has the image ${image}, which ${fault.what}`;
    return [wrong(path, message, 'Give the image the tag of a version, or a digest', fault.part)];
  }),
);

/** Of a tag that is not there, no part of the text is wrong, but all of it. */
function floating(image: string): { readonly what: string; readonly part: string } | undefined {
  if (isWithEmptyTag(image)) return { what: 'has an empty tag', part: image };
  const reference = parseImageReference(image);
  if (reference === undefined || reference.digest !== undefined) return undefined;
  const { tag } = reference;
  if (tag === undefined) return { what: 'has no tag and so means latest', part: image };
  return tag.toLowerCase() === 'latest'
    ? { what: 'may be another one tomorrow', part: tag }
    : undefined;
}

/** What a template prints for a tag that has no value. */
export function isWithEmptyTag(image: string): boolean {
  return image.endsWith(':') && parseImageReference(image.slice(0, -1)) !== undefined;
}
