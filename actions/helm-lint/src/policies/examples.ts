/** A Deployment whose only container has `fields` below its name. */
export function containerExample(fields: string): string {
  return podExample(`containers:\n  - name: web\n${indented(fields, 4)}`);
}

/** A Deployment whose pods have `spec`. */
export function podExample(spec: string): string {
  return deploymentExample(`template:\n  spec:\n${indented(spec, 4)}`);
}

/** A Deployment with `spec`. */
export function deploymentExample(spec: string): string {
  return objectExample('apps/v1', 'Deployment', spec);
}

/** An object of a kind with `spec`. */
export function objectExample(apiVersion: string, kind: string, spec: string): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: web\nspec:\n${indented(spec, 2)}`;
}

/** Several documents of one file. */
export function documents(...texts: readonly string[]): string {
  return texts.join('\n---\n');
}

function indented(text: string, width: number): string {
  return text.trim().replace(/^(?=.)/gm, ' '.repeat(width));
}
