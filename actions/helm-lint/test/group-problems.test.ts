import { expect, test } from '@jest/globals';
import { groupProblems } from '../src/group-problems.ts';
import type { RenderedObject, RenderedProblem } from '../src/rendered-object.ts';
import type { RenderOutcome } from '../src/renders/render-outcome.ts';

function outcome(name: string): RenderOutcome {
  return {
    set: { name, files: [] },
    kubernetesVersions: ['1.36'],
    output: '',
    objects: [],
    problems: [],
    failures: [],
    replaced: new Map(),
  };
}

function subject(name: string, replicas: number): RenderedObject {
  return {
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name },
      spec: { replica: replicas },
    },
    source: 'web/templates/web.yaml',
    document: 0,
    base: [],
    isHook: false,
    isTest: false,
  };
}

function problem(parts: Partial<RenderedProblem> = {}): RenderedProblem {
  return {
    rule: 'schema/unknown-field',
    severity: 'error',
    subject: subject('web', 1),
    path: ['spec', 'replica'],
    about: 'key',
    message: 'there is no field replica in spec',
    hint: 'write replicas',
    ...parts,
  };
}

test.each([
  ['objects that differ elsewhere', { subject: subject('web', 2) }, 1],
  ['another object', { subject: subject('api', 1) }, 2],
  ['another field', { path: ['spec', 'strategie'] }, 2],
  ['another message', { message: 'must be a number' }, 2],
  ['another rule', { rule: 'schema/wrong-type' }, 2],
])('problems of two renders with %s', (_, parts, groups) => {
  const found = [
    { outcome: outcome('defaults'), problem: problem() },
    { outcome: outcome('prod.yaml'), problem: problem(parts) },
  ];
  expect(groupProblems(found)).toHaveLength(groups);
});
