import { describe, expect, test } from '@jest/globals';
import { allPolicies } from '../../src/policies/all-policies.ts';
import { rules } from '../../src/policies/rules.ts';
import { found, rendered } from './support/rendered.ts';

const container = 'spec.template.spec.containers.0';

/** What each policy finds in its own bad example. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'policy/image-latest': [`Deployment ${container}.image (value)`],
  'policy/image-invalid': [`Deployment ${container}.image (value)`],
  'policy/readiness-probe': [`Deployment ${container}.readinessProbe (missing)`],
  'policy/liveness-probe': [`Deployment ${container}.livenessProbe (missing)`],
  'policy/startup-probe': [`Deployment ${container}.startupProbe (missing)`],
  'policy/resource-requests': [`Deployment ${container}.resources.requests (missing)`],
  'policy/resource-limits': [`Deployment ${container}.resources.limits.memory (missing)`],
  'policy/run-as-non-root': [
    'Deployment spec.template.spec.securityContext.runAsNonRoot (missing)',
  ],
  'policy/privileged': [`Deployment ${container}.securityContext.privileged (value)`],
  'policy/host-namespaces': ['Deployment spec.template.spec.hostNetwork (value)'],
  'policy/version-label': ['Deployment metadata.labels.app.kubernetes.io/version (missing)'],
  'policy/pre-stop': [`Deployment ${container}.lifecycle.preStop (missing)`],
  'policy/max-unavailable': ['Deployment spec.strategy.rollingUpdate.maxUnavailable (value)'],
  'policy/pdb-replicas': ['PodDisruptionBudget spec.minAvailable (value)'],
  'policy/pdb-selects-none': ['PodDisruptionBudget spec.selector (value)'],
  'policy/hpa-replicas': ['Deployment spec.replicas (key)'],
  'policy/hpa-target': ['HorizontalPodAutoscaler spec.scaleTargetRef.name (value)'],
  'policy/selector-mismatch': ['Deployment spec.template.metadata.labels.app (value)'],
  'policy/selector-immutable': ['Deployment spec.selector.matchLabels.helm.sh/chart (value)'],
  'policy/service-selects-none': ['Service spec.selector.app (value)'],
  'policy/service-target-port': ['Service spec.ports.0.targetPort (value)'],
};

describe.each(allPolicies.map((policy) => ({ id: policy.rule.id, policy })))(
  '$id',
  ({ id, policy }) => {
    test('finds its bad example, on the path that is wrong', () => {
      expect(found(policy, policy.rule.bad)).toEqual(expected[id]);
    });

    test('finds nothing in its good example', () => {
      expect(found(policy, policy.rule.good)).toEqual([]);
    });

    test('reports its own id and severity, with what to do', () => {
      const all = rendered(policy.rule.bad);
      const problems = all.flatMap((subject) => policy.check(subject, all));
      expect(problems.length).toBeGreaterThan(0);
      for (const problem of problems) {
        expect(problem).toMatchObject({ rule: id, severity: policy.rule.severity });
        expect(problem.message).not.toMatch(/\.$|undefined|\[object/);
        expect(problem.hint).toMatch(/^[A-Z].*[^.]$/);
      }
    });
  },
);

test('only a selector that does not match is an error by itself', () => {
  const errors = rules.filter(({ severity }) => severity !== 'warning').map(({ id }) => id);
  expect(errors).toEqual(['policy/selector-mismatch']);
});

test('ids are of this folder, in kebab-case, and there is each one once', () => {
  const ids = rules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^policy(?:\/[a-z]+(?:-[a-z]+)*)$/.test(id))).toEqual([]);
});

test('objects with nothing in them are no problem for any policy', () => {
  const kinds = ['apps/v1 Deployment', 'apps/v1 StatefulSet', 'apps/v1 DaemonSet', 'batch/v1 Job'];
  const others = ['batch/v1 CronJob', 'v1 Pod', 'v1 Service', 'policy/v1 PodDisruptionBudget'];
  const texts = [...kinds, ...others, 'autoscaling/v2 HorizontalPodAutoscaler'].flatMap((each) => {
    const [apiVersion, kind] = each.split(' ');
    return ['', 'spec: null', 'spec: [1]', 'spec: {template: null, selector: 1, ports: {}}'].map(
      (rest) => `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: web}\n${rest}`,
    );
  });
  for (const policy of allPolicies) {
    expect(() => found(policy, texts.join('\n---\n'))).not.toThrow();
  }
});
