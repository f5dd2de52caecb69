/** What a query of the user's may name in double braces. */
export const queryVariables = ['canary', 'stable', 'namespace', 'window'] as const;

/** The values of those names. All are DNS labels or durations, so they need no quoting in PromQL. */
export type QueryValues = Readonly<Record<(typeof queryVariables)[number], string>>;

const placeholder = /\{\{\s*([\w.-]*)\s*\}\}/g;

/** Names in double braces that `template` uses and nobody knows. */
export function unknownVariables(template: string): readonly string[] {
  const known: readonly string[] = queryVariables;
  return [...template.matchAll(placeholder)]
    .map(([, name = '']) => name)
    .filter((name) => !known.includes(name));
}

/** `template` with each `{{name}}` replaced by its value. */
export function fillQuery(template: string, values: QueryValues): string {
  return template.replace(placeholder, (whole, name: string) => {
    const known = queryVariables.find((variable) => variable === name);
    return known === undefined ? whole : values[known];
  });
}

/** A span in PromQL's notation; whole seconds, at least one. */
export function promDuration(milliseconds: number): string {
  return `${Math.max(1, Math.ceil(milliseconds / 1000))}s`;
}
