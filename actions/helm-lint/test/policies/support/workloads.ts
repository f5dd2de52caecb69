const indent = (text: string, width: number): string =>
  text.trim().replace(/^(?=.)/gm, ' '.repeat(width));

const apiVersions: Readonly<Record<string, string>> = {
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  Pod: 'v1',
  Rollout: 'argoproj.io/v1alpha1',
};

/** A workload of a kind whose pods have `podSpec`; with `hook` one of Helm's hooks. */
export function workload(
  kind: string,
  podSpec: string,
  { hook }: { readonly hook?: string } = {},
): string {
  const annotations = hook === undefined ? '' : `, annotations: {helm.sh/hook: ${hook}}`;
  const head = `apiVersion: ${apiVersions[kind] ?? 'apps/v1'}\nkind: ${kind}\nmetadata: {name: web${annotations}}\nspec:\n`;
  if (kind === 'Pod') return head + indent(podSpec, 2);
  const template = `template:\n  spec:\n${indent(podSpec, 4)}`;
  if (kind !== 'CronJob') return head + indent(template, 2);
  return `${head}  jobTemplate:\n    spec:\n${indent(template, 6)}`;
}
