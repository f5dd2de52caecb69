import type { FieldPath } from '../rendered-object.ts';

/** A path as people write it: `spec.containers[0].image`, `metadata.labels["a/b"]`. */
export function showPath(path: FieldPath): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[A-Za-z_$][\w$-]*$/.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}
