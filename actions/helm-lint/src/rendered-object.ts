import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { Severity } from './finding.ts';

/** One object of one render of a chart. */
export interface RenderedObject {
  /** Items of a List are objects of their own. */
  readonly object: KubeObject;
  /** The template as Helm names it: `shop/templates/web.yaml`, `shop/charts/db/templates/db.yaml`. */
  readonly source: string;
  /** Which document of those that this template rendered, from 0. */
  readonly document: number;
  /** Where the object stands in its document; empty unless it is an item of a List. */
  readonly base: FieldPath;
  /** Whether it is a hook of Helm's, tests among them. */
  readonly isHook: boolean;
  readonly isTest: boolean;
}

/** Keys and indices from an object to a field. */
export type FieldPath = readonly (string | number)[];

/** What a check found in a rendered object, before its line is looked for. */
export interface RenderedProblem {
  readonly rule: string;
  /** As the rule has it, unless the policy file says otherwise. */
  readonly severity: Severity;
  readonly subject: RenderedObject;
  /** The field that is wrong; of a missing one the path that it should have. */
  readonly path: FieldPath;
  /** Whether what is wrong is the field's key (an unknown field), its value, or that it is not there. */
  readonly about: 'key' | 'value' | 'missing';
  /** The text in the value that is wrong, where the rest of it is not: the tag of an image. */
  readonly part?: string;
  readonly message: string;
  readonly hint: string;
}

/** All objects of one render of a chart. */
export interface Render {
  /** The value set's name. */
  readonly name: string;
  /** `1.36` */
  readonly kubernetesVersions: readonly string[];
  readonly objects: readonly RenderedObject[];
}
