import type { GroupVersionKind } from '@kube-delivery/shared/cluster/kube-object';
import { groupOf } from '@kube-delivery/shared/manifests/manifest';
import { nearestWord } from '@kube-delivery/shared/text/nearest-word';
import type { Catalog } from './catalog.ts';
import type { CustomKind } from './crds.ts';
import type { FieldProblem } from './field-problem.ts';
import { listVersions, onlyWhere } from './kubernetes-versions.ts';
import { preferredApi } from './preferred-api.ts';
import { isDeprecatedIn, isRemovedIn, retiredApis } from './removed-apis.ts';
import type { RetiredApi } from './removed-apis.ts';
import type { VersionSet } from './schema-node.ts';

/** What there is to know of kinds. */
export interface KnownKinds {
  readonly catalog: Catalog;
  /** By `apiVersion kind`. */
  readonly customKinds: ReadonlyMap<string, CustomKind>;
}

/** What is wrong with the API of a kind that the catalog has, in `versions`; `having` has it. */
export function apiProblems(
  subject: GroupVersionKind,
  versions: VersionSet,
  having: VersionSet,
  { catalog }: KnownKinds,
): readonly FieldProblem[] {
  const retired = retiredApis.get(nameOf(subject));
  const problems: FieldProblem[] = [];
  const removed = select(catalog, versions, (version) => {
    if (retired !== undefined && isRemovedIn(retired, version)) return true;
    const bit = catalog.setOf([version]);
    // A version that lacks what an older one had.
    return (bit & having) === 0 && bit > (having & -having);
  });
  if (removed !== 0) problems.push(removedProblem(subject, retired, removed, catalog));
  const early = versions & ~having & ~removed;
  if (early !== 0) problems.push(earlyProblem(subject, early, having, catalog));
  const deprecated = select(
    catalog,
    versions & having,
    (version) => retired !== undefined && isDeprecatedIn(retired, version),
  );
  // Whoever must leave the API need not be told that it is going to end.
  if (retired !== undefined && deprecated !== 0 && removed === 0) {
    problems.push(deprecatedProblem(retired, deprecated));
  }
  return problems;
}

/** What is wrong with a kind that neither the catalog nor a CustomResourceDefinition has. */
export function unknownKind(
  subject: GroupVersionKind,
  versions: VersionSet,
  known: KnownKinds,
): FieldProblem {
  const { catalog, customKinds } = known;
  const retired = retiredApis.get(nameOf(subject));
  if (retired?.removed !== undefined) return removedProblem(subject, retired, versions, catalog);
  const { apiVersion, kind } = subject;
  const customs = [...customKinds.values()];
  const apis = [
    ...catalog.apisOf(kind),
    ...customs.filter((custom) => custom.kind === kind && custom.isServed).map(apiVersionOf),
  ];
  const kinds = [
    ...catalog.kindsOf(apiVersion),
    ...customs.filter((custom) => custom.apiVersion === apiVersion).map((custom) => custom.kind),
  ];
  const shared = { about: 'value', versions, dated: 'never' } as const;
  const nearest = nearestWord(kind, kinds);
  const isOwn = isGroupOfKubernetes(groupOf(subject), catalog);
  const related = apis.filter((api) => groupOf({ apiVersion: api }) === groupOf(subject));
  if (!isOwn && related.length === 0) {
    const crds = 'give its CustomResourceDefinition by the input crds';
    // Other groups have a Service or an Ingress too: only a like name tells what is meant.
    const api = nearestWord(apiVersion, apis);
    const correction = api === undefined ? kindHint(nearest) : `write apiVersion: ${api}`;
    return {
      ...shared,
      rule: 'unknown-kind',
      path: ['kind'],
      message: `there is no schema for ${kind} of ${apiVersion}, so that its fields were not checked`,
      hint: correction === undefined ? crds : `${correction}, or ${crds}`,
    };
  }
  const api = preferredApi(related.length > 0 ? related : apis);
  const isOfApi = api === undefined && catalog.hasApi(apiVersion);
  return {
    ...shared,
    rule: 'no-such-kind',
    path: [isOfApi ? 'kind' : 'apiVersion'],
    message: `there is no kind ${kind} in ${apiVersion}${isOwn ? '' : ', says its CustomResourceDefinition'}`,
    hint:
      api === undefined
        ? (kindHint(nearest) ?? 'check apiVersion and kind')
        : `write apiVersion: ${api}`,
  };
}

function kindHint(nearest: string | undefined): string | undefined {
  return nearest === undefined ? undefined : `write kind: ${nearest}`;
}

/** What is wrong with the API of a kind that a CustomResourceDefinition defines. */
export function customKindProblem(
  custom: CustomKind,
  versions: VersionSet,
  { customKinds }: KnownKinds,
): FieldProblem | undefined {
  const shared = { path: ['apiVersion'], about: 'value', versions, dated: 'never' } as const;
  const served = [...customKinds.values()]
    .filter(({ definition, isServed }) => definition === custom.definition && isServed)
    .filter(({ deprecation }) => deprecation === undefined);
  const preferred = preferredApi(served.map(({ apiVersion }) => apiVersion));
  const hint = preferred === undefined ? 'ask its makers' : `write apiVersion: ${preferred}`;
  if (!custom.isServed) {
    const message = `${custom.apiVersion} ${custom.kind} is not served, says the CustomResourceDefinition ${custom.definition}`;
    return { ...shared, rule: 'removed-api', message, hint };
  }
  if (custom.deprecation === undefined) return undefined;
  const message = `${custom.apiVersion} ${custom.kind} is deprecated, says its CustomResourceDefinition: ${custom.deprecation.replace(/\.$/, '')}`;
  return { ...shared, rule: 'deprecated-api', message, hint };
}

function removedProblem(
  subject: GroupVersionKind,
  retired: RetiredApi | undefined,
  versions: VersionSet,
  catalog: Catalog,
): FieldProblem {
  const shared = { rule: 'removed-api', path: ['apiVersion'], about: 'value', versions } as const;
  if (retired?.removed !== undefined) {
    const message = `${nameOf(subject)} is no longer served since Kubernetes ${retired.removed}`;
    return { ...shared, message, hint: replacementHint(retired), dated: 'never' };
  }
  const group = groupOf(subject);
  const other = preferredApi(
    catalog
      .apisOf(subject.kind)
      .filter((api) => api !== subject.apiVersion && groupOf({ apiVersion: api }) === group),
  );
  return {
    ...shared,
    message: `${nameOf(subject)} is no longer served`,
    hint: other === undefined ? 'leave the object out' : `write apiVersion: ${other}`,
    dated: 'always',
  };
}

function deprecatedProblem(retired: RetiredApi, versions: VersionSet): FieldProblem {
  const end =
    retired.removed === undefined ? '' : ` and no longer served from ${retired.removed} on`;
  return {
    rule: 'deprecated-api',
    path: ['apiVersion'],
    about: 'value',
    versions,
    message: `${nameOf(retired)} is deprecated since Kubernetes ${retired.deprecated}${end}`,
    hint: replacementHint(retired),
    dated: 'never',
  };
}

function earlyProblem(
  subject: GroupVersionKind,
  versions: VersionSet,
  having: VersionSet,
  catalog: Catalog,
): FieldProblem {
  const served = catalog.versionsIn(having);
  const lacking = listVersions(catalog.versionsIn(versions), catalog.versions);
  return {
    rule: 'api-not-yet-served',
    path: ['apiVersion'],
    about: 'value',
    versions,
    message: `${nameOf(subject)} is served since Kubernetes ${served[0] ?? ''}, not in ${lacking}`,
    hint: onlyWhere(served, catalog.versions),
    dated: 'never',
  };
}

function replacementHint({ replacement, removed }: RetiredApi): string {
  if (replacement === undefined) {
    return removed === undefined
      ? 'plan to do without it'
      : 'leave the object out; nothing takes its place';
  }
  const [apiVersion = '', kind] = replacement.split(' ');
  return kind === undefined ? `write apiVersion: ${apiVersion}` : `use ${kind} of ${apiVersion}`;
}

function select(
  catalog: Catalog,
  versions: VersionSet,
  chosen: (version: string) => boolean,
): VersionSet {
  return catalog.setOf(catalog.versionsIn(versions).filter(chosen));
}

/** A group whose kinds all come with Kubernetes: the group of a CustomResourceDefinition has a dot. */
function isGroupOfKubernetes(group: string, catalog: Catalog): boolean {
  return !group.includes('.') || catalog.groups.has(group);
}

function apiVersionOf({ apiVersion }: GroupVersionKind): string {
  return apiVersion;
}

function nameOf({ apiVersion, kind }: GroupVersionKind): string {
  return `${apiVersion} ${kind}`;
}
