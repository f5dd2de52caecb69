import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { isJsonObject, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { identityOf, referenceTo } from '@kube-delivery/shared/manifests/manifest';
import type { FieldPath, RenderedObject, RenderedProblem } from '../rendered-object.ts';
import type { RenderedDocuments } from './rendered-documents.ts';
import { duplicateKey, duplicateObject, incompleteObject, invalidYaml } from './rules.ts';

const nameless = 'unnamed';

/** What a render's text holds. */
export interface OutputReading {
  readonly objects: readonly RenderedObject[];
  readonly problems: readonly RenderedProblem[];
}

/** A document as `helm template` prints it. */
export interface OutputDocument {
  readonly source: string;
  /** Which one of its template, from 0. */
  readonly document: number;
  readonly text: string;
}

/**
 * The objects that `helm template` printed. An object without kind, apiVersion or name, a key that
 * stands twice and an object that another template has too are problems; such an object is among the
 * objects all the same where it has a kind, under the name `unnamed` where it has none.
 */
export function readOutput(output: string, documents: RenderedDocuments): OutputReading {
  const objects: RenderedObject[] = [];
  const problems: RenderedProblem[] = [];
  for (const each of splitOutput(output)) {
    const { duplicateKeys, problem, values } = documents.read(each.text);
    const subjects = values.map(({ base, value }) => toSubject(each, value, base));
    for (const subject of subjects) {
      const missing = missingFields(subject.object);
      problems.push(...missing.map((field) => incomplete(subject, field)));
      if (!missing.some((field) => field.length === 1)) objects.push(withName(subject));
    }
    const [first] = subjects;
    const about = first ?? toSubject(each, {}, []);
    if (problem !== undefined) {
      problems.push(unreadable(about, problem.message));
    }
    for (const { path, firstLine, line } of duplicateKeys) {
      const owner =
        subjects.find(({ base }) => base.every((step, index) => path[index] === step)) ?? about;
      problems.push(twice(owner, path.slice(owner.base.length), line - firstLine));
    }
  }
  return { objects, problems: [...problems, ...sameNames(objects)] };
}

/** Takes the text apart at the lines that Helm writes before each document. */
export function splitOutput(output: string): readonly OutputDocument[] {
  const parts = output.split(/^---\r?\n# Source: (.*)\r?\n/mu);
  const seen = new Map<string, number>();
  return parts.flatMap((source, index) => {
    if (index % 2 === 0) return [];
    const document = seen.get(source) ?? 0;
    seen.set(source, document + 1);
    return [{ source, document, text: parts[index + 1] ?? '' }];
  });
}

function toSubject(
  { document, source }: OutputDocument,
  value: Json,
  base: FieldPath,
): RenderedObject {
  const hooks = (stringAt(value, 'metadata', 'annotations', 'helm.sh/hook') ?? '')
    .split(',')
    .map((hook) => hook.trim());
  return {
    object: value as KubeObject,
    source,
    document,
    base,
    isHook: hooks.some((hook) => hook !== ''),
    isTest: hooks.some((hook) => /^test(?:-success|-failure)?$/.test(hook)),
  };
}

function missingFields(object: unknown): readonly FieldPath[] {
  const isText = (...path: readonly string[]): boolean => {
    const found = valueAt(object, ...path);
    return typeof found === 'string' && found !== '';
  };
  const top = [['apiVersion'], ['kind']].filter((path) => !isText(...path));
  const isNamed = isText('metadata', 'name') || isText('metadata', 'generateName');
  return isNamed ? top : [...top, ['metadata', 'name']];
}

function incomplete(subject: RenderedObject, field: FieldPath): RenderedProblem {
  const found = valueAt(subject.object, ...field);
  const isThere = found !== undefined && found !== null;
  const name = field.join('.');
  const kind = stringAt(subject.object, 'kind') ?? 'an object';
  return {
    rule: incompleteObject.id,
    severity: incompleteObject.severity,
    subject,
    path: field,
    about: isThere ? 'value' : 'missing',
    message: isThere
      ? `${name} of ${kind} is ${JSON.stringify(found)}, not a text with at least one character`
      : `${kind} has no ${name}, without which Kubernetes takes no object`,
    hint: isThere ? `Write ${name} as text, in quotes` : `Give it ${name}`,
  };
}

/** A name for what has none, so that the rest of the object can be checked. */
function withName(subject: RenderedObject): RenderedObject {
  const { object } = subject;
  const metadata: JsonObject = isJsonObject(object.metadata) ? object.metadata : {};
  if (typeof metadata.name === 'string' && metadata.name !== '') return subject;
  const generated = stringAt(metadata, 'generateName');
  const name = generated === undefined ? nameless : `${generated}0`;
  return { ...subject, object: { ...object, metadata: { ...metadata, name } } };
}

function unreadable(subject: RenderedObject, message: string): RenderedProblem {
  return {
    rule: invalidYaml.id,
    severity: invalidYaml.severity,
    subject,
    path: [],
    about: 'value',
    message: `what the template gives ${message}`,
    hint: 'Look at it with helm template --debug',
  };
}

function twice(subject: RenderedObject, path: FieldPath, apart: number): RenderedProblem {
  const lines = apart === 1 ? 'the line above' : `${apart} lines above`;
  return {
    rule: duplicateKey.id,
    severity: duplicateKey.severity,
    subject,
    path,
    about: 'key',
    message: `the key ${String(path.at(-1))} stands already ${apart === 0 ? 'on this line' : `${lines} as rendered`}, and only one of the two values counts`,
    hint: 'Keep one of them',
  };
}

function sameNames(objects: readonly RenderedObject[]): readonly RenderedProblem[] {
  const first = new Map<string, RenderedObject>();
  return objects.flatMap((subject) => {
    const { isHook, object } = subject;
    // Hooks of several moments may well share a name: Helm deletes the one before the next.
    if (isHook || object.metadata.name === nameless) return [];
    const reference = referenceTo(object);
    const identity = identityOf({ ...reference, namespace: reference.namespace ?? 'default' });
    const earlier = first.get(identity);
    if (earlier === undefined) {
      first.set(identity, subject);
      return [];
    }
    if (valueAt(object, 'metadata', 'generateName') !== undefined) return [];
    return [
      {
        rule: duplicateObject.id,
        severity: duplicateObject.severity,
        subject,
        path: ['metadata', 'name'],
        about: 'value' as const,
        message: `${object.kind} ${object.metadata.name} is in ${earlier.source} already, and only one of the two would be in the cluster`,
        hint: 'Give it another name, or keep one of them',
      },
    ];
  });
}
