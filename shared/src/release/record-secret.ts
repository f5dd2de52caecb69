import { gunzipSync, gzipSync } from 'node:zlib';
import { PreconditionError, messageOf } from '../action/errors.ts';
import type { KubeObject, ObjectReference } from '../cluster/kube-object.ts';
import { isJsonObject, stringAt } from '../json/json.ts';
import { managedByLabel, managedByValue, releaseMark, revisionMark } from './marks.ts';
import type { ReleaseRecord } from './release-record.ts';

/** The type of Secrets that hold history records. */
export const recordSecretType = 'kube-delivery.dev/release';

/** What a Secret may hold (Kubernetes' MaxSecretSize), in bytes before base64. */
const largestRecord = 1024 * 1024;

const mostInflated = 64 * 1024 * 1024;

/** Selects the history records of a release. */
export function recordSelector(release: string): string {
  return `${managedByLabel}=${managedByValue},${releaseMark}=${release}`;
}

/** The Secret of one revision. */
export function recordReference(
  namespace: string,
  release: string,
  revision: number,
): ObjectReference {
  const name = `kube-delivery.${release}.v${revision}`;
  return { apiVersion: 'v1', kind: 'Secret', namespace, name };
}

/**
 * A record as the Secret that keeps it: gzipped JSON, with labels to find it by. A record over the
 * size that a Secret may have is a PreconditionError.
 */
export function toSecret(record: ReleaseRecord, namespace: string): KubeObject {
  const packed = gzipSync(JSON.stringify(record));
  if (packed.byteLength > largestRecord) {
    throw new PreconditionError(
      `the history record of release ${record.release} takes ${packed.byteLength} bytes gzipped, ` +
        `and a Secret may hold ${largestRecord}`,
      { hint: 'Split the manifests into several releases' },
    );
  }
  const { name } = recordReference(namespace, record.release, record.revision);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace,
      labels: {
        [managedByLabel]: managedByValue,
        [releaseMark]: record.release,
        [revisionMark]: String(record.revision),
        'kube-delivery.dev/outcome': record.outcome,
      },
    },
    type: recordSecretType,
    data: { release: packed.toString('base64') },
  };
}

/** The record that a Secret keeps; one that cannot be read is a PreconditionError. */
export function fromSecret(secret: KubeObject): ReleaseRecord {
  const packed = stringAt(secret, 'data', 'release') ?? '';
  try {
    const text = gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: mostInflated });
    const record: unknown = JSON.parse(text.toString('utf8'));
    if (isRecord(record)) return record;
    throw new Error('it has another format');
  } catch (error) {
    const { name, namespace = '' } = secret.metadata;
    throw new PreconditionError(
      `the history record in Secret ${name} in namespace ${namespace} cannot be read: ${messageOf(error)}`,
      {
        hint: 'Delete that Secret; the release then goes on without this revision',
        cause: error,
      },
    );
  }
}

function isRecord(value: unknown): value is ReleaseRecord {
  return (
    isJsonObject(value) &&
    value.schemaVersion === 1 &&
    typeof value.release === 'string' &&
    typeof value.revision === 'number' &&
    typeof value.outcome === 'string' &&
    Array.isArray(value.objects) &&
    Array.isArray(value.created)
  );
}
