import type { Secrets } from '../action/secrets.ts';
import { objectAt } from '../json/json.ts';
import type { KubeObject } from './kube-object.ts';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** Hides the values of a Secret that is about to be written; of binary ones there is nothing to show. */
export function addSecretValues(object: KubeObject, secrets: Secrets): void {
  if (object.apiVersion !== 'v1' || object.kind !== 'Secret') return;
  for (const value of Object.values(objectAt(object, 'stringData'))) {
    if (typeof value === 'string') secrets.add(value);
  }
  for (const value of Object.values(objectAt(object, 'data'))) {
    const text = typeof value === 'string' ? decode(value) : undefined;
    if (text !== undefined) secrets.add(text);
  }
}

function decode(base64: string): string | undefined {
  try {
    return strictUtf8.decode(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}
