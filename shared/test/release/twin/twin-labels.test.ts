import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { KubeObject } from '../../../src/cluster/kube-object.ts';
import { selects } from '../../../src/release/twin/service-selector.ts';
import { canaryTwin, greenTwin } from '../../../src/release/twin/twin.ts';
import { labelsOfTwin } from '../../../src/release/twin/twin-labels.ts';

function service(name: string, selector: Readonly<Record<string, string>>): KubeObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector } };
}

describe.each([canaryTwin, greenTwin])('labelsOfTwin for $suffix', (twin) => {
  const key = fc.constantFrom('app', 'tier', 'version', 'name');
  const value = fc.stringMatching(/^[a-z]([a-z-]{0,61}[a-z])?$/);
  const labels = fc.dictionary(key, value, { minKeys: 1 });

  test('no Service that selects the declared pods selects one of the twin', () => {
    fc.assert(
      fc.property(labels, labels, fc.array(labels), (pod, selector, others) => {
        const services = others.map((each, index) => service(`s${index}`, each));
        const made = labelsOfTwin(twin, pod, selector, services);
        const matching = services.filter((each) => selects(each, pod));
        expect(matching.filter((each) => selects(each, made.pod))).toEqual([]);
        expect(Object.entries(made.selector).every(([k, v]) => made.pod[k] === v)).toBe(true);
        expect(Object.values(made.pod).every((each) => each.length <= 63)).toBe(true);
      }),
    );
  });
});
