import { isJsonObject, numberAt, stringAt } from '../json/json.ts';
import type { KubeObject } from './kube-object.ts';

/** One line of a watch. */
export type WatchEvent =
  | { readonly kind: 'changed' | 'deleted'; readonly object: KubeObject; readonly version: string }
  | { readonly kind: 'bookmark'; readonly version: string }
  /** The server ended the watch: 410 when it no longer knows the version asked for. */
  | { readonly kind: 'error'; readonly status: number; readonly message: string }
  | { readonly kind: 'malformed' };

/** Reads one line of a watch's body. */
export function readWatchLine(line: string): WatchEvent {
  const event = parse(line);
  if (!isJsonObject(event) || !isJsonObject(event.object)) return { kind: 'malformed' };
  const { type, object } = event;
  if (type === 'ERROR') {
    return {
      kind: 'error',
      status: numberAt(object, 'code') ?? 0,
      message: stringAt(object, 'message') ?? '',
    };
  }
  const version = stringAt(object, 'metadata', 'resourceVersion');
  if (version === undefined) return { kind: 'malformed' };
  if (type === 'BOOKMARK') return { kind: 'bookmark', version };
  if (stringAt(object, 'metadata', 'name') === undefined) return { kind: 'malformed' };
  const watched = object as unknown as KubeObject;
  if (type === 'DELETED') return { kind: 'deleted', object: watched, version };
  return type === 'ADDED' || type === 'MODIFIED'
    ? { kind: 'changed', object: watched, version }
    : { kind: 'malformed' };
}

/** The lines of a body that comes in parts; a last line without an end was cut and is left out. */
export async function* linesOfBody(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const part of body) {
    const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line.trim() !== '');
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
