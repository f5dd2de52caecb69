import { describeReference } from '@kube-delivery/shared/cluster/api-error';
import { parseImageReference } from '@kube-delivery/shared/image/reference';
import { isFloating } from '@kube-delivery/shared/manifests/image-entry';
import { referenceTo } from '@kube-delivery/shared/manifests/manifest';
import { imagesOf } from '@kube-delivery/shared/manifests/replace-images';
import type { Session } from './session.ts';
import { updateRisks } from './update-risks.ts';

/** Warns of what is allowed but likely to hurt: floating images, updates that can drop requests. */
export function warnBeforehand({ context, inputs, migrations, objects }: Session): void {
  const floating = imagesOf([...objects, ...migrations]).filter((image) => {
    const reference = parseImageReference(image);
    return reference !== undefined && isFloating(reference);
  });
  if (floating.length > 0) {
    context.log.warning(
      `What ${floating.join(', ')} names may change without a deployment, and a rollback may bring something else back. Give a tag other than latest, or a digest.`,
    );
  }
  if (inputs.strategy !== 'rolling') return;
  for (const object of objects) {
    const risks = updateRisks(object);
    if (risks.length === 0) continue;
    const name = describeReference(referenceTo(object));
    context.log.warning(`Updating ${name} can drop requests: ${risks.join('; ')}.`);
  }
}
