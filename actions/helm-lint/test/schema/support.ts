import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { kubernetesSchemas } from '../../../../scripts/build/kubernetes-schemas.ts';
import type { Render, RenderedObject, RenderedProblem } from '../../src/rendered-object.ts';
import { openCatalog } from '../../src/schema/catalog.ts';
import type { Catalog } from '../../src/schema/catalog.ts';
import { checkSchema } from '../../src/schema/check-schema.ts';
import type { UnknownKinds } from '../../src/schema/check-schema.ts';
import type { CustomKind } from '../../src/schema/crds.ts';
import { showPath } from '../../src/schema/show-path.ts';

/** The catalog that the action ships. */
export async function shippedCatalog(): Promise<Catalog> {
  return openCatalog(await kubernetesSchemas());
}

/** The objects of a YAML text as one template renders them. */
export function rendered(yaml: string): readonly RenderedObject[] {
  const { documents, problems } = readYaml(yaml);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return documents.map(({ value }, document) => ({
    object: value as KubeObject,
    source: 'shop/templates/all.yaml',
    document,
    base: [],
    isHook: false,
    isTest: false,
  }));
}

/** What may differ between checks. */
export interface CheckOptions {
  readonly versions?: readonly string[];
  readonly crds?: readonly CustomKind[];
  readonly unknownKinds?: UnknownKinds;
}

/** The problems of a YAML text, checked for all versions unless told otherwise. */
export async function check(
  yaml: string,
  { versions, crds = [], unknownKinds = 'warn' }: CheckOptions = {},
): Promise<readonly RenderedProblem[]> {
  const catalog = await shippedCatalog();
  const render: Render = {
    name: 'defaults',
    kubernetesVersions: versions ?? catalog.versions,
    objects: rendered(yaml),
  };
  return checkSchema([render], catalog, crds, unknownKinds);
}

/** A problem in one line: `schema/wrong-type spec.replicas`. */
export function brief({ rule, path }: RenderedProblem): string {
  return `${rule} ${showPath(path)}`;
}
