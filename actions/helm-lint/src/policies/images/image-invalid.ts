import { parseImageReference } from '@kube-delivery/shared/image/reference';
import { imagesIn } from '../containers.ts';
import { containerExample } from '../examples.ts';
import { definePolicy, wrong } from '../policy.ts';
import { isWithEmptyTag } from './image-latest.ts';

const rule = {
  id: 'policy/image-invalid',
  severity: 'warning',
  summary: 'An image is no legal reference.',
  reason:
    'The pod never starts (InvalidImageName), which nobody sees before it is deployed: Kubernetes takes any text as an image.',
  bad: containerExample('image: registry.example/Shop/web:1.4.2'),
  good: containerExample('image: registry.example/shop/web:1.4.2'),
} as const;

/** Images that no container runtime can read. */
export const imageInvalid = definePolicy(rule, ({ object }) =>
  imagesIn(object)
    .filter(({ image }) => parseImageReference(image) === undefined && !isWithEmptyTag(image))
    .map(({ path, container, image }) =>
      wrong(
        path,
        `container ${container} has ${JSON.stringify(image)}, which is no legal image reference`,
        'Write it as registry/path:tag, the path in small letters',
        illegalText(image),
      ),
    ),
);

/** What no reference may hold anywhere, else the capitals that a path may not hold. */
function illegalText(image: string): string | undefined {
  return /[^\w./:@-]+/.exec(image)?.[0] ?? /[A-Z]+/.exec(image)?.[0];
}
