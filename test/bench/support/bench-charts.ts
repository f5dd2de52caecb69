import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cleanChart } from '../../contract/helm-lint/clean-chart.ts';

/** Beside the chart's defaults and its own values in `ci`. */
const production = 'replicas: 5\nport: 9090\nenvironment:\n  LOG_LEVEL: warn\n  REGION: south\n';

/** What `helm template -f` is given for each of a chart's renders. */
export const renders: readonly (readonly string[])[] = [
  [],
  ['ci/production-values.yaml'],
  ['ci/scaled-values.yaml'],
];

/** The kinds that the charts have. */
export const kinds = [
  'ConfigMap',
  'CronJob',
  'Deployment',
  'HorizontalPodAutoscaler',
  'Ingress',
  'Job',
  'PodDisruptionBudget',
  'Service',
  'StatefulSet',
];

/**
 * Writes charts that are rendered in three ways each, every fifth with a mistake in a template and every
 * other with one in its values; gives their folders.
 */
export function writeCharts(folder: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `shop-${index}`;
    const files: Record<string, string> = {
      ...cleanChart(name),
      'ci/production-values.yaml': production,
    };
    const values = files['values.yaml'] ?? '';
    const deployment = files['templates/deployment.yaml'] ?? '';
    const all = {
      ...files,
      'values.yaml': index % 2 === 0 ? values.replace('tag: 1.4.2', 'tag: latest') : values,
      'templates/deployment.yaml':
        index % 5 === 0 ? deployment.replace('maxSurge:', 'maxSurg:') : deployment,
    };
    for (const [file, text] of Object.entries(all)) {
      const target = path.join(folder, name, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
    return path.join(folder, name);
  });
}
