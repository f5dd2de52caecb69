import { arrayAt, stringAt } from '../../json/json.ts';
import type { ObjectMeta } from '../../cluster/kube-object.ts';
import { marksPrefix } from '../marks.ts';
import type { ApplySet } from './apply-set-id.ts';
import { groupKindOf } from './apply-set-scope.ts';
import type { Member } from './members.ts';
import type { ProtectedKind } from './prune-kinds.ts';
import { protectedKindOf } from './prune-kinds.ts';

/** Annotation that keeps an object from being pruned, with the value `disabled`. */
export const pruneMark = `${marksPrefix}prune`;

const systemNamespaces = ['kube-system', 'kube-public', 'kube-node-lease'];
/** The API server itself refuses to delete most of these. */
const systemNamespaceObjects = ['default', ...systemNamespaces];

/**
 * Why an object that is no longer in the release is kept all the same, whatever else is deleted;
 * undefined where nothing protects it.
 */
export function reasonToKeep(
  { reference, metadata }: Member,
  set: ApplySet,
  kinds: readonly ProtectedKind[],
): string | undefined {
  const apart = reasonSetApart(metadata, set);
  if (apart !== undefined) return apart;
  const { kind, name, namespace } = reference;
  if (
    namespace !== undefined &&
    namespace !== set.parent.namespace &&
    systemNamespaces.includes(namespace)
  ) {
    return `nothing is pruned in namespace ${namespace}`;
  }
  const protectedKind = protectedKindOf(groupKindOf(reference));
  if (protectedKind === undefined) return undefined;
  if (!kinds.includes(protectedKind)) return `prune-kinds does not name ${kind}`;
  if (protectedKind !== 'Namespace') return undefined;
  if (systemNamespaceObjects.includes(name)) return 'it is a namespace of Kubernetes itself';
  return name === set.parent.namespace ? "the release's own records lie in it" : undefined;
}

/** Why an object says of itself that it is not to be pruned: by annotation or by its owner. */
export function reasonSetApart(metadata: ObjectMeta, set: ApplySet): string | undefined {
  if (metadata.annotations?.[pruneMark] === 'disabled') {
    return `its annotation ${pruneMark} is disabled`;
  }
  const owner = foreignOwner(metadata, set);
  return owner === undefined ? undefined : `${owner} owns it`;
}

/** KEP-3659: what another object owns is not the set's to delete; the parent may own members. */
function foreignOwner(metadata: ObjectMeta, { parent }: ApplySet): string | undefined {
  const foreign = arrayAt(metadata, 'ownerReferences').find(
    (owner) =>
      stringAt(owner, 'kind') !== parent.kind ||
      stringAt(owner, 'name') !== parent.name ||
      metadata.namespace !== parent.namespace,
  );
  if (foreign === undefined) return undefined;
  return `${stringAt(foreign, 'kind') ?? ''} ${stringAt(foreign, 'name') ?? ''}`;
}
