import { stringAt } from '@kube-delivery/shared/json/json';
import type { GroupVersionKind, KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import type { Render, RenderedObject, RenderedProblem } from '../rendered-object.ts';
import { apiProblems, customKindProblem, unknownKind } from './api-problems.ts';
import type { KnownKinds } from './api-problems.ts';
import type { Catalog } from './catalog.ts';
import { checkObject } from './check-object.ts';
import { metadataDefinition } from './crd-schema.ts';
import { kindsOfCrd } from './crds.ts';
import type { CustomKind } from './crds.ts';
import type { FieldProblem } from './field-problem.ts';
import { listVersions } from './kubernetes-versions.ts';
import { checkName } from './object-name.ts';
import { schemaRules } from './rules.ts';
import type { Field, VersionSet } from './schema-node.ts';

/** How to tell of a kind that has no schema; the values of the input `unknown-kinds`. */
export const unknownKindsChoices = ['error', 'warn', 'ignore'] as const;

/** One of `unknownKindsChoices`. */
export type UnknownKinds = (typeof unknownKindsChoices)[number];

/**
 * Checks every object of the renders against the schemas of the render's Kubernetes versions. A fault
 * that several versions have is one problem; so it is where a chart was rendered once per version,
 * under one name. Kinds of `crds`, and of CustomResourceDefinitions among the objects, are known.
 */
export async function checkSchema(
  renders: readonly Render[],
  catalog: Catalog,
  crds: readonly CustomKind[],
  unknownKinds: UnknownKinds,
): Promise<readonly RenderedProblem[]> {
  const subjects = renders.flatMap(({ objects }) => objects);
  const rendered = subjects.flatMap(({ object }) => kindsOfCrd(object));
  const customKinds = new Map(
    [...crds, ...rendered].map((custom) => [`${custom.apiVersion} ${custom.kind}`, custom]),
  );
  const kinds = subjects.map(({ object }) => kindOf(object));
  await catalog.load([
    metadataDefinition,
    ...kinds.flatMap((kind) => refsOf(catalog.fieldsOfKind(kind.apiVersion, kind.kind))),
  ]);
  const check = checkOnce({ catalog, customKinds });
  const names = [...new Set(renders.map(({ name }) => name))];
  return names.flatMap((name) => {
    const ofName = renders.filter((render) => render.name === name);
    return checkRenders(ofName, check, catalog, unknownKinds);
  });
}

type ObjectChecker = (object: KubeObject, versions: VersionSet) => readonly FieldProblem[];

/** Renders of a chart share most of their objects, and each is checked once. */
function checkOnce(known: KnownKinds): ObjectChecker {
  const checked = new Map<KubeObject, Map<VersionSet, readonly FieldProblem[]>>();
  return (object, versions) => {
    const results = checked.get(object) ?? new Map<VersionSet, readonly FieldProblem[]>();
    checked.set(object, results);
    const problems = results.get(versions) ?? problemsOf(object, versions, known);
    results.set(versions, problems);
    return problems;
  };
}

interface FoundProblem {
  readonly subject: RenderedObject;
  readonly problem: FieldProblem;
}

function checkRenders(
  renders: readonly Render[],
  check: ObjectChecker,
  catalog: Catalog,
  unknownKinds: UnknownKinds,
): readonly RenderedProblem[] {
  const found = new Map<string, FoundProblem>();
  for (const { objects, kubernetesVersions } of renders) {
    const versions = catalog.setOf(kubernetesVersions);
    for (const subject of objects) {
      for (const problem of check(subject.object, versions)) {
        const id = JSON.stringify([identityOf(subject), problem.rule, problem.path]);
        found.set(id, join(found.get(id), { subject, problem }));
      }
    }
  }
  const all = renders.reduce((set, render) => set | catalog.setOf(render.kubernetesVersions), 0);
  return [...found.values()]
    .filter(({ problem }) => problem.rule !== 'unknown-kind' || unknownKinds !== 'ignore')
    .map(({ subject, problem }) => toRendered(subject, problem, all, catalog, unknownKinds));
}

function problemsOf(
  object: KubeObject,
  versions: VersionSet,
  known: KnownKinds,
): readonly FieldProblem[] {
  const kind = kindOf(object);
  if (kind.apiVersion === '' || kind.kind === '') return missingKind(kind, versions);
  const { catalog, customKinds } = known;
  const custom = customKinds.get(`${kind.apiVersion} ${kind.kind}`);
  const fields = catalog.fieldsOfKind(kind.apiVersion, kind.kind);
  const check = (schema: readonly Field[], having: VersionSet): readonly FieldProblem[] => [
    ...nameProblems(object, kind, having, catalog),
    ...checkObject({
      object,
      fields: schema,
      versions: having,
      lookup: catalog,
      isSecret: kind.kind === 'Secret',
    }),
  ];
  if (fields.length > 0) {
    const having = fields.reduce((set, field) => set | (field.in ?? catalog.allVersions), 0);
    return [...apiProblems(kind, versions, having, known), ...check(fields, versions & having)];
  }
  if (custom === undefined) return [unknownKind(kind, versions, known)];
  const problem = customKindProblem(custom, versions, known);
  return [...(problem === undefined ? [] : [problem]), ...check([custom.node], versions)];
}

function missingKind(kind: GroupVersionKind, versions: VersionSet): readonly FieldProblem[] {
  return (['apiVersion', 'kind'] as const)
    .filter((field) => kind[field] === '')
    .map((field) => ({
      rule: 'missing-field',
      path: [field],
      about: 'missing',
      versions,
      message: `the required field ${field} is missing`,
      hint: `set ${field} to text`,
    }));
}

/** The name's faults; it may be missing only where the server is to make one up. */
function nameProblems(
  object: KubeObject,
  kind: GroupVersionKind,
  versions: VersionSet,
  catalog: Catalog,
): readonly FieldProblem[] {
  const name = stringAt(object, 'metadata', 'name') ?? '';
  if (name === '') {
    if (stringAt(object, 'metadata', 'generateName') !== undefined || versions === 0) return [];
    return [
      {
        rule: 'missing-field',
        path: ['metadata', 'name'],
        about: 'missing',
        versions,
        message: `the ${kind.kind} has no name`,
        hint: 'set metadata.name',
      },
    ];
  }
  return catalog.versionsIn(versions).flatMap((version) => {
    const fault = checkName(kind, name, version);
    if (fault === undefined) return [];
    const path = ['metadata', 'name'];
    return [{ ...fault, path, about: 'value', versions: catalog.setOf([version]) } as const];
  });
}

/** The same problem of other versions becomes one, in the words of the newest. */
function join(earlier: FoundProblem | undefined, later: FoundProblem): FoundProblem {
  if (earlier === undefined) return later;
  const newest = earlier.problem.versions > later.problem.versions ? earlier : later;
  const versions = earlier.problem.versions | later.problem.versions;
  return { subject: newest.subject, problem: { ...newest.problem, versions } };
}

function toRendered(
  subject: RenderedObject,
  { rule, path, about, message, hint, versions, dated }: FieldProblem,
  all: VersionSet,
  catalog: Catalog,
  unknownKinds: UnknownKinds,
): RenderedProblem {
  const isDated = dated === undefined ? versions !== all : dated === 'always';
  const named = listVersions(catalog.versionsIn(versions), catalog.versions);
  return {
    rule: schemaRules[rule].id,
    severity:
      rule === 'unknown-kind' && unknownKinds === 'error' ? 'error' : schemaRules[rule].severity,
    subject,
    path,
    about,
    message: isDated ? `${message} (in Kubernetes ${named})` : message,
    hint,
  };
}

function kindOf(object: unknown): GroupVersionKind {
  return {
    apiVersion: stringAt(object, 'apiVersion') ?? '',
    kind: stringAt(object, 'kind') ?? '',
  };
}

function identityOf({ object, source, base }: RenderedObject): readonly unknown[] {
  const { apiVersion, kind } = kindOf(object);
  const name = stringAt(object, 'metadata', 'name');
  return [source, apiVersion, kind, stringAt(object, 'metadata', 'namespace'), name, base];
}

function refsOf(fields: readonly Field[]): readonly string[] {
  return fields.flatMap(({ ref }) => (ref === undefined ? [] : [ref]));
}
