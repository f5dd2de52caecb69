import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { isJsonObject, stringAt } from '@kube-delivery/shared/json/json';
import type { Json } from '@kube-delivery/shared/json/json';
import type { FieldPath, RenderedObject, RenderedProblem } from '../rendered-object.ts';
import { doubledKey, noObject, sameNames, unreadable } from './object-problems.ts';
import type { RenderedDocuments } from './rendered-documents.ts';

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
 * The objects that `helm template` printed, and the keys and objects that stand twice. Every object has
 * `metadata`, which is empty where its template gives none; apiVersion, kind and name may be missing.
 */
export function readOutput(output: string, documents: RenderedDocuments): OutputReading {
  const readings = splitOutput(output).map((each) => readOne(each, documents));
  const objects = readings.flatMap((reading) => reading.objects);
  return {
    objects,
    problems: [...readings.flatMap(({ problems }) => problems), ...sameNames(objects)],
  };
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

function readOne(document: OutputDocument, documents: RenderedDocuments): OutputReading {
  const { duplicateKeys, problem, values } = documents.read(document.text);
  const objects = values
    .filter(({ value }) => isJsonObject(value))
    .map(({ base, value }) => toObject(document, value, base));
  const whole = objects[0] ?? toObject(document, {}, []);
  const doubled = duplicateKeys.map(({ firstLine, line, path }) => {
    const owner = objects.find(({ base }) => base.every((step, at) => path[at] === step));
    const below = path.slice(owner?.base.length ?? 0);
    return doubledKey(owner ?? whole, below, line - firstLine);
  });
  const others = values
    .filter(({ value }) => !isJsonObject(value))
    .map(({ base }) => noObject({ ...whole, base: [] }, base));
  return {
    objects,
    problems: [
      ...(problem === undefined ? [] : [unreadable(whole, problem.message)]),
      ...doubled,
      ...others,
    ],
  };
}

function toObject(
  { document, source }: OutputDocument,
  value: Json,
  base: FieldPath,
): RenderedObject {
  const hooks = (stringAt(value, 'metadata', 'annotations', 'helm.sh/hook') ?? '')
    .split(',')
    .map((hook) => hook.trim());
  return {
    object: withMetadata(value),
    source,
    document,
    base,
    isHook: hooks.some((hook) => hook !== ''),
    isTest: hooks.some((hook) => /^test(?:-success|-failure)?$/.test(hook)),
  };
}

function withMetadata(value: Json): KubeObject {
  const hasMetadata = isJsonObject(value) && isJsonObject(value.metadata);
  return (hasMetadata ? value : { ...(value as object), metadata: {} }) as KubeObject;
}
