import type { ObjectReference } from '../../cluster/kube-object.ts';
import { arrayAt, isJsonObject } from '../../json/json.ts';
import type { Json } from '../../json/json.ts';
import { without } from '../../json/without.ts';
import { identityOf } from '../../manifests/manifest.ts';
import type { ReleaseWork } from '../release-work.ts';
import type { PreparedColour } from './prepare-colour.ts';

/**
 * The ports that a Service of a release has with a prepared colour, where they change: they belong to
 * its pods, and so must change in the same write as the selector.
 */
export async function portsAfter(
  { cluster, signal }: Pick<ReleaseWork, 'cluster' | 'signal'>,
  { plan }: Pick<PreparedColour, 'plan'>,
  service: ObjectReference,
): Promise<{ readonly ports?: readonly Json[] }> {
  const planned = plan.objects.find(
    ({ reference }) => identityOf(reference) === identityOf(service),
  );
  if (planned === undefined) return {};
  if (!planned.fields.some(({ path }) => path.startsWith('spec.ports'))) return {};
  const { object, force, live } = planned;
  const result = await cluster.apply(object, { signal, force, dryRun: true });
  const present = arrayAt(live, 'spec', 'ports').map(keyOf);
  const declared = arrayAt(object, 'spec', 'ports').map(keyOf);
  return {
    ports: arrayAt(result, 'spec', 'ports')
      .filter((port) => declared.includes(keyOf(port)))
      // The node port of a port that is not there yet was only tried by the dry run.
      .map((port) =>
        present.includes(keyOf(port)) || !isJsonObject(port) ? port : without(port, 'nodePort'),
      ),
  };
}

function keyOf(port: Json): string {
  if (!isJsonObject(port)) return '';
  const { port: number = '', protocol = 'TCP' } = port;
  return `${JSON.stringify(number)}/${JSON.stringify(protocol)}`;
}
