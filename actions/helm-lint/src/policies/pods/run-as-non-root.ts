import { objectAt, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { containersOf } from '../containers.ts';
import type { PlacedContainer } from '../containers.ts';
import { podExample } from '../examples.ts';
import { podTemplateOf } from '../pod-template.ts';
import type { PodTemplate } from '../pod-template.ts';
import { definePolicy, missing, wrong } from '../policy.ts';
import type { Flaw } from '../policy.ts';

const rule = {
  id: 'policy/run-as-non-root',
  severity: 'warning',
  summary: 'A container may run as root.',
  reason:
    'Whoever breaks out of a container that runs as root is root on the node. Pod Security’s level "restricted" refuses such pods.',
  bad: podExample(`
containers:
  - name: web
    image: shop/web:1.4.2`),
  good: podExample(`
securityContext:
  runAsNonRoot: true
containers:
  - name: web
    image: shop/web:1.4.2`),
} as const;

const hint = 'Set securityContext.runAsNonRoot: true, and a user in the image or as runAsUser';

/** Containers whose user is root, or for which nothing says that it is not. */
export const runAsNonRoot = definePolicy(rule, ({ object }) => {
  const template = podTemplateOf(object);
  if (template === undefined || isHarmless(template.spec)) return [];
  const containers = containersOf(template);
  const flaws = containers.map((container) => flawOf(container, template));
  const unsaid = containers.filter((_, index) => flaws[index]?.about === 'missing');
  if (unsaid.length < containers.length || containers.length === 0) {
    return flaws.filter((flaw) => flaw !== undefined);
  }
  // Where no container says anything, the pod is the place to say it for all of them.
  const names = unsaid.map(({ name }) => name).join(', ');
  const path = [...template.path, 'spec', 'securityContext', 'runAsNonRoot'];
  return [missing(path, `nothing keeps containers from running as root: ${names}`, hint)];
});

/** What the container says counts before what its pod says, for each field alone. */
function flawOf({ name, path, fields }: PlacedContainer, template: PodTemplate): Flaw | undefined {
  const effective = (field: string): { readonly value: Json; readonly at: Flaw['path'] } => {
    const own = valueAt(fields, 'securityContext', field) ?? null;
    if (own !== null) return { value: own, at: [...path, 'securityContext', field] };
    const value = valueAt(template.spec, 'securityContext', field) ?? null;
    return { value, at: [...template.path, 'spec', 'securityContext', field] };
  };
  const user = effective('runAsUser');
  const nonRoot = effective('runAsNonRoot');
  if (user.value === 0) {
    const effect = nonRoot.value === true ? ', which runAsNonRoot forbids: it never starts' : '';
    return wrong(user.at, `container ${name} runs as user 0, root${effect}`, hint);
  }
  if (nonRoot.value === true || user.value !== null) return undefined;
  if (nonRoot.value !== null) {
    return wrong(nonRoot.at, `container ${name} is allowed to run as root`, hint);
  }
  const at = [...path, 'securityContext', 'runAsNonRoot'];
  return missing(at, `nothing keeps container ${name} from running as root`, hint);
}

/** Windows knows no root, and in a user namespace of its own root is nobody on the node. */
function isHarmless(spec: JsonObject): boolean {
  return (
    stringAt(spec, 'os', 'name') === 'windows' ||
    objectAt(spec, 'nodeSelector')['kubernetes.io/os'] === 'windows' ||
    spec.hostUsers === false
  );
}
