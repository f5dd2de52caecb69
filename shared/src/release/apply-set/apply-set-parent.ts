import { PreconditionError } from '../../action/errors.ts';
import { describeReference } from '../../cluster/api-error.ts';
import type { KubeObject } from '../../cluster/kube-object.ts';
import { releaseMark, withManagedBy } from '../marks.ts';
import type { ApplySet } from './apply-set-id.ts';
import { makeScope } from './apply-set-scope.ts';
import type { ApplySetScope } from './apply-set-scope.ts';

/** Label of a set's parent, with the set's id. */
export const idLabel = 'applyset.kubernetes.io/id';
const toolingAnnotation = 'applyset.kubernetes.io/tooling';
const kindsAnnotation = 'applyset.kubernetes.io/contains-group-kinds';
const namespacesAnnotation = 'applyset.kubernetes.io/additional-namespaces';

/**
 * kubectl refuses a set whose tooling is anything but `kubectl/<version>`, and compares the part before
 * the slash alone. The sets of this suite follow kubectl's rules to the letter, so they say that and
 * name their maker as build metadata of the version.
 */
const tooling = { name: 'kubectl', value: 'kubectl/v1.36.1+kube-delivery' };

/** What a set's parent says. */
export interface ApplySetParent {
  readonly scope: ApplySetScope;
  readonly tooling: string;
  readonly resourceVersion: string | undefined;
}

/**
 * Reads the parent of a set. An object of that name that is no parent, another set's, or managed by a
 * tool that is not kubectl or this suite is a PreconditionError.
 */
export function readParent(object: KubeObject, set: ApplySet): ApplySetParent {
  const { labels = {}, annotations = {}, resourceVersion } = object.metadata;
  const id = labels[idLabel];
  const madeBy = annotations[toolingAnnotation];
  const kinds = annotations[kindsAnnotation];
  if (id === undefined || madeBy === undefined) {
    throw unusable(set, 'exists and is no parent of an ApplySet');
  }
  if (id !== set.id) {
    throw unusable(set, `has the ApplySet id ${id} instead of ${set.id}`);
  }
  if (toolName(madeBy) !== tooling.name) {
    throw unusable(set, `is the parent of an ApplySet that ${JSON.stringify(madeBy)} manages`);
  }
  if (kinds === undefined) {
    throw unusable(set, `does not say in ${kindsAnnotation} which kinds its ApplySet contains`);
  }
  return {
    scope: makeScope(
      splitList(kinds),
      splitList(annotations[namespacesAnnotation] ?? ''),
      set.parent.namespace,
    ),
    tooling: madeBy,
    resourceVersion,
  };
}

/**
 * The parent as it is applied to give the set this scope: only while nobody wrote to it since `before`
 * was read. The version of the tool that kubectl wrote stays.
 */
export function toParent(
  set: ApplySet,
  scope: ApplySetScope,
  before: ApplySetParent | undefined,
): KubeObject {
  const { apiVersion, kind, namespace, name } = set.parent;
  const version = before?.resourceVersion;
  return withManagedBy({
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      ...(version === undefined ? {} : { resourceVersion: version }),
      labels: { [idLabel]: set.id },
      annotations: {
        [toolingAnnotation]: before?.tooling ?? tooling.value,
        [kindsAnnotation]: scope.groupKinds.join(','),
        [namespacesAnnotation]: scope.namespaces.join(','),
        [releaseMark]: set.release,
      },
    },
  });
}

/** `kubectl` of `kubectl/v1.36.1`, as kubectl reads it: all before the last slash. */
function toolName(value: string): string {
  const slash = value.lastIndexOf('/');
  return slash === -1 ? value : value.slice(0, slash);
}

function splitList(text: string): readonly string[] {
  return text.split(',').filter((item) => item !== '');
}

function unusable({ parent, release }: ApplySet, fault: string): PreconditionError {
  return new PreconditionError(
    `${describeReference(parent)} ${fault}, so it cannot keep the objects of release ${release}`,
    { hint: 'Give the release another name, or delete that Secret if nothing needs it any more' },
  );
}
