import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import type { Policy } from '../../../src/policies/policy.ts';
import type { RenderedObject } from '../../../src/rendered-object.ts';

/** The documents of a YAML text as one template renders them; hooks as their annotation says. */
export function rendered(text: string): readonly RenderedObject[] {
  const { documents, problems } = readYaml(text);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return documents.map(({ value }, document) => {
    const object = value as KubeObject;
    const hook = object.metadata.annotations?.['helm.sh/hook'];
    return {
      object,
      source: 'shop/templates/web.yaml',
      document,
      base: [],
      isHook: hook !== undefined,
      isTest: hook === 'test',
    };
  });
}

/** `Deployment spec.replicas (value)` for each thing that `policy` finds in the documents of `text`. */
export function found(policy: Policy, text: string): readonly string[] {
  const all = rendered(text);
  return all.flatMap((subject) =>
    policy
      .check(subject, all)
      .map(({ path, about }) => `${subject.object.kind} ${path.join('.')} (${about})`),
  );
}

/** The messages of what `policy` finds. */
export function messages(policy: Policy, text: string): readonly string[] {
  const all = rendered(text);
  return all.flatMap((subject) => policy.check(subject, all).map(({ message }) => message));
}
