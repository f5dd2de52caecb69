import type { KubeObject } from '../cluster/kube-object.ts';

/** What Helm does when it runs hooks. */
export type HelmOperation = 'install' | 'upgrade' | 'rollback';

/** The hooks that Helm runs before or after an operation. */
export function hooksFor(
  operation: HelmOperation,
  hooks: readonly KubeObject[],
): readonly KubeObject[] {
  const events = [`pre-${operation}`, `post-${operation}`];
  return hooks.filter((hook) => {
    const named = hook.metadata.annotations?.['helm.sh/hook'] ?? '';
    return named.split(',').some((event) => events.includes(event.trim()));
  });
}
