import { describe, expect, test } from '@jest/globals';
import { InputError, PreconditionError } from '../../src/action/errors.ts';
import { helmMessage, renderFailure } from '../../src/helm/helm-message.ts';

const chart = { name: 'shop', folder: '/work/charts/shop', workspace: '/work' };

/** What Helm 4.3 prints, as it prints it; Helm 3 does so too where nothing else is said. */
const prints = {
  template:
    'Error: shop/templates/bad.yaml:2:13\n  executing "shop/templates/bad.yaml" at <.Values.none.value>:\n    nil pointer evaluating interface {}.value\n',
  'template with Helm 3':
    'Error: template: shop/templates/bad.yaml:2:13: executing "shop/templates/bad.yaml" at <.Values.none.value>: nil pointer evaluating interface {}.value\n',
  fail: 'Error: execution error at (shop/templates/bad.yaml:3:3): a password is needed\n',
  parse: 'Error: parse error at (shop/templates/bad.yaml:1): unexpected "}" in if\n',
  helper:
    'Error: shop/templates/bad.yaml:1:6\n  executing "shop/templates/bad.yaml" at <include "x" .>:\n    error calling include:\nshop/templates/_h.tpl:2:10\n  executing "x" at <.Values.a.b>:\n    nil pointer evaluating interface {}.b\n',
  'helper with Helm 3':
    'Error: template: shop/templates/bad.yaml:1:6: executing "shop/templates/bad.yaml" at <include "x" .>: error calling include: template: shop/templates/_h.tpl:2:10: executing "x" at <.Values.a.b>: nil pointer evaluating interface {}.b\n',
  subchart: 'Error: execution error at (shop/charts/redis/templates/a.yaml:1:3): no\n',
  yaml: 'Error: YAML parse error on shop/templates/bad.yaml: error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context\n',
  schema:
    "Error: values don't meet the specifications of the schema(s) in the following chart(s):\nshop:\n- at '/replicas': got string, want integer\n\n",
  values:
    "Error: failed to parse v.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 1: did not find expected ',' or ']'\n",
  'values with Helm 3':
    "Error: failed to parse v.yaml: error converting YAML to JSON: yaml: line 1: did not find expected ',' or ']'\n",
  missing:
    "Error: an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: redis\n",
  library: 'Error: library charts are not installable\n',
  ownership:
    'Error: unable to continue with install: Service "taken" in namespace "e2e" exists and cannot be imported into the current release: invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by": must be set to "Helm"\n',
  kinds:
    'Error: unable to build kubernetes objects from release manifest: resource mapping not found for name: "x" namespace: "" from "": no matches for kind "Widget" in version "a.b/v1"\nensure CRDs are installed first\n',
  version:
    'Error: chart requires kubeVersion: >=9.0 which is incompatible with Kubernetes v1.36.1\n',
  unreachable:
    'Error: kubernetes cluster unreachable: Get "http://localhost:8080/version": dial tcp 127.0.0.1:8080: connect: connection refused\n',
} as const;

describe('what Helm says', () => {
  test('is its last error, on one line, without the words before it', () => {
    expect(helmMessage(prints.template)).toBe(
      'shop/templates/bad.yaml:2:13 executing "shop/templates/bad.yaml" at <.Values.none.value>: nil pointer evaluating interface {}.value',
    );
    expect(helmMessage(prints.schema)).toBe(
      "values don't meet the specifications of the schema(s) in the following chart(s): shop: - at '/replicas': got string, want integer",
    );
    expect(helmMessage('Error: INSTALLATION FAILED: x\n')).toBe('x');
  });

  test('is its last words where it names no error', () => {
    expect(helmMessage('panic: a\n\ngoroutine 1\nb\nc\n')).toBe('goroutine 1 b c');
    expect(helmMessage('')).toBe('');
  });

  test.each([
    ['template', 'chart', { file: 'charts/shop/templates/bad.yaml', line: 2 }],
    ['template with Helm 3', 'chart', { file: 'charts/shop/templates/bad.yaml', line: 2 }],
    ['fail', 'chart', { file: 'charts/shop/templates/bad.yaml', line: 3 }],
    ['parse', 'chart', { file: 'charts/shop/templates/bad.yaml', line: 1 }],
    ['helper', 'chart', { file: 'charts/shop/templates/_h.tpl', line: 2 }],
    ['helper with Helm 3', 'chart', { file: 'charts/shop/templates/_h.tpl', line: 2 }],
    ['subchart', 'chart', { file: 'charts/shop/charts/redis/templates/a.yaml', line: 1 }],
    ['yaml', 'chart', { file: 'charts/shop/templates/bad.yaml' }],
    ['schema', 'values', {}],
    ['values', 'values', {}],
    ['values with Helm 3', 'values', {}],
    ['missing', 'chart', {}],
    ['library', 'chart', {}],
  ] as const)('a fault of %s is one of the input %s', (what, input, place) => {
    const error = renderFailure(prints[what], chart);
    expect(error).toBeInstanceOf(InputError);
    const [problem] = (error as InputError).problems;
    expect(problem).toEqual({ input, message: helmMessage(prints[what]), ...place });
  });

  test.each([
    ['ownership', /give it to Helm/],
    ['kinds', /Install the CustomResourceDefinition first/],
    ['version', /made for this cluster/],
  ] as const)('%s is about the cluster, with what to do', (what, hint) => {
    const error = renderFailure(prints[what], chart);
    expect(error).toBeInstanceOf(PreconditionError);
    expect((error as PreconditionError).hint).toMatch(hint);
  });

  test('anything else is about the cluster too', () => {
    const error = renderFailure(prints.unreachable, chart);
    expect(error).toBeInstanceOf(PreconditionError);
    expect(error.message).toMatch(
      /^Helm could not prepare the release: kubernetes cluster unreach/,
    );
  });
});
