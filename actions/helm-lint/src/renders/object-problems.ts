import { stringAt } from '@kube-delivery/shared/json/json';
import { identityOf, referenceTo } from '@kube-delivery/shared/manifests/manifest';
import type { FieldPath, RenderedObject, RenderedProblem } from '../rendered-object.ts';
import type { Rule } from '../rules.ts';
import { duplicateKey, duplicateObject, invalidYaml, notAnObject } from './rules.ts';

/** The problem of a document that Helm takes and that cannot be read here. */
export function unreadable(subject: RenderedObject, message: string): RenderedProblem {
  return problemOf(invalidYaml, subject, {
    path: [],
    about: 'value',
    message: `what the template gives ${message}`,
    hint: 'See what it gives with helm template',
  });
}

/** The problem of an item of a List that is text, a number or a list. */
export function noObject(list: RenderedObject, path: FieldPath): RenderedProblem {
  return problemOf(notAnObject, list, {
    path,
    about: 'value',
    message: 'an item of the list is not an object of Kubernetes',
    hint: 'Take the item out, or give it apiVersion, kind and metadata',
  });
}

/** The problem of a key that stands so many rendered lines above already. */
export function doubledKey(
  subject: RenderedObject,
  path: FieldPath,
  linesApart: number,
): RenderedProblem {
  const above = linesApart === 1 ? 'on the line above' : `${linesApart} lines above`;
  const where = linesApart === 0 ? 'on this line' : `${above} as rendered`;
  return problemOf(duplicateKey, subject, {
    path,
    about: 'key',
    message: `the key ${String(path.at(-1))} stands already ${where}, and only one of the two values counts`,
    hint: 'Keep one of them',
  });
}

/** Every object that another one before has the kind, namespace and name of. */
export function sameNames(objects: readonly RenderedObject[]): readonly RenderedProblem[] {
  const first = new Map<string, RenderedObject>();
  return objects.flatMap((subject) => {
    const { isHook, object } = subject;
    const { kind } = object;
    const name = stringAt(object, 'metadata', 'name') ?? '';
    // Hooks of several moments may well share a name: Helm deletes the one before the next.
    if (isHook || name === '' || stringAt(object, 'apiVersion') === undefined) return [];
    const reference = referenceTo(object);
    const identity = identityOf({ ...reference, namespace: reference.namespace ?? 'default' });
    const earlier = first.get(identity);
    if (earlier === undefined) {
      first.set(identity, subject);
      return [];
    }
    const where = earlier.source === subject.source ? 'this template' : earlier.source;
    return [
      problemOf(duplicateObject, subject, {
        path: ['metadata', 'name'],
        about: 'key',
        message: `${where} has a ${kind} ${name} already, and only one of the two would be in the cluster`,
        hint: 'Give it another name, or keep one of them',
      }),
    ];
  });
}

function problemOf(
  { id, severity }: Rule,
  subject: RenderedObject,
  details: Pick<RenderedProblem, 'about' | 'hint' | 'message' | 'path'>,
): RenderedProblem {
  return { rule: id, severity, subject, ...details };
}
