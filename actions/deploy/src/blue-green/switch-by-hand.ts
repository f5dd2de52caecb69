import type { BlueGreenRecord } from '@kube-delivery/shared/release/blue-green/blue-green-record';

/** The commands, for a shell with kubectl, that let the Services select what they did before a switch. */
export function switchByHand({
  moved,
  namespace,
}: Pick<BlueGreenRecord, 'moved' | 'namespace'>): readonly string[] {
  return moved.flatMap(({ before, name }) => {
    if (before === undefined) return [];
    const patch = [{ op: 'replace', path: '/spec/selector', value: before.selector }];
    return [
      `kubectl patch service ${name} --namespace ${namespace} --type json --patch '${JSON.stringify(patch)}'`,
    ];
  });
}
