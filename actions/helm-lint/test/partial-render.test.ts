import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { goodChart, goodTemplate } from './support/good-chart.ts';
import { LintBench, shown } from './support/lint-bench.ts';

let bench: LintBench;

beforeAll(async () => {
  bench = await LintBench.open();
});

afterAll(() => {
  bench.close();
});

const service =
  'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector: {app: other}\n  ports: [{port: 80}]\n';

test('a service whose pods are in a template that fails is not told to have none', async () => {
  const files = { 'templates/service.yaml': service };
  const rule = 'warning policy/service-selects-none charts/web/templates/service.yaml';
  bench.write(goodChart('web', files));
  const whole = await bench.lint({});
  expect(shown(whole.findings)).toEqual([expect.stringContaining(rule)]);

  const failing = `{{ required "give it" .Values.nothing }}\n${goodTemplate}`;
  bench.write(goodChart('web', { ...files, 'templates/web.yaml': failing }));
  const partial = await bench.lint({});
  expect(shown(partial.findings)).toEqual([
    'error template/required charts/web/templates/web.yaml:1',
  ]);
});
