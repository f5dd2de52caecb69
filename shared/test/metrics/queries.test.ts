import { expect, test } from '@jest/globals';
import {
  errorCountQuery,
  latencyQuery,
  requestCountQuery,
} from '../../src/metrics/envoy-queries.ts';
import { fillQuery, promDuration, unknownVariables } from '../../src/metrics/query-template.ts';

const backend = { namespace: 'default', service: 'web-2', port: 80 };

test('Envoy is asked by the name that Contour gives a backend', () => {
  expect(requestCountQuery(backend, '30s')).toBe(
    'sum(increase(envoy_cluster_upstream_rq_xx{envoy_cluster_name="default_web-2_80"}[30s]))',
  );
  expect(errorCountQuery(backend, '30s')).toBe(
    'sum(increase(envoy_cluster_upstream_rq_xx{envoy_cluster_name="default_web-2_80",envoy_response_code_class="5"}[30s]))',
  );
  expect(latencyQuery(backend, 0.99, '1m')).toBe(
    'histogram_quantile(0.99, sum by (le) (rate(envoy_cluster_upstream_rq_time_bucket{envoy_cluster_name="default_web-2_80"}[1m])))',
  );
});

const values = { canary: 'web-canary', stable: 'web', namespace: 'shop', window: '30s' };

test.each([
  [
    'sum(x{s="{{canary}}",n="{{ namespace }}"}[{{window}}])',
    'sum(x{s="web-canary",n="shop"}[30s])',
  ],
  ['up', 'up'],
  ['{{stable}}/{{stable}}', 'web/web'],
])('%s is filled', (template, query) => {
  expect(unknownVariables(template)).toEqual([]);
  expect(fillQuery(template, values)).toBe(query);
});

test('an unknown name is found', () => {
  expect(unknownVariables('{{canary}} {{ pod }} {{}}')).toEqual(['pod', '']);
});

test.each([
  [30_000, '30s'],
  [1500, '2s'],
  [0, '1s'],
  [90_000, '90s'],
])('%s ms is %s', (milliseconds, text) => {
  expect(promDuration(milliseconds)).toBe(text);
});
