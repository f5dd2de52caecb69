/** The label selector by which functions that take an application's name find its pods. */
export const nameSelector = 'name in ({name})';

/**
 * A label selector with the application's name for `{name}`, as Python's `format` fills it in; undefined
 * where there is no selector. Without a name `{name}` becomes `None`, which selects nothing as a rule.
 */
export function withName(
  labelSelector: string | undefined,
  name: string | undefined,
): string | undefined {
  return labelSelector?.replaceAll('{name}', name ?? 'None');
}
