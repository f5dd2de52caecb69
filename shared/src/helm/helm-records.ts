import { gunzipSync } from 'node:zlib';
import { PreconditionError, messageOf } from '../action/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { KubeObject } from '../cluster/kube-object.ts';
import { arrayAt, objectAt, stringAt, valueAt } from '../json/json.ts';
import { helmStatuses } from './helm-revision.ts';
import type { HelmRevision } from './helm-revision.ts';

const recordType = 'helm.sh/release.v1';
const ownLabels = ['name', 'owner', 'status', 'version', 'createdAt', 'modifiedAt'];
const mostInflated = 64 * 1024 * 1024;

/**
 * The revisions of a release as Helm's own records in the connection's namespace have them, oldest
 * first: one request, where Helm's commands take several each. One that cannot be read is a
 * PreconditionError.
 */
export async function readHelmRevisions(
  cluster: Cluster,
  release: string,
  signal: AbortSignal,
): Promise<readonly HelmRevision[]> {
  const secrets = await cluster.list(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: cluster.namespace,
      labelSelector: `owner=helm,name=${release}`,
    },
    signal,
  );
  return secrets
    .filter(({ type }) => type === recordType)
    .map(readHelmRecord)
    .sort((a, b) => a.revision - b.revision);
}

/** The revision that one of Helm's records (gzipped JSON, twice in base64) is about. */
export function readHelmRecord(secret: KubeObject): HelmRevision {
  const { labels = {}, name } = secret.metadata;
  const record = contentOf(secret);
  const chart = objectAt(record, 'chart', 'metadata');
  const status = stringAt(record, 'info', 'status') ?? '';
  return {
    revision: Number(valueAt(record, 'version') ?? labels.version ?? name.replace(/^.*\.v/, '')),
    status: helmStatuses.find((known) => known === status) ?? 'unknown',
    description: stringAt(record, 'info', 'description') ?? '',
    chart: chartLabel(stringAt(chart, 'name'), stringAt(chart, 'version')),
    appVersion: stringAt(chart, 'appVersion') ?? '',
    values: objectAt(record, 'config'),
    manifest: stringAt(record, 'manifest') ?? '',
    hooks: arrayAt(record, 'hooks').map((hook) => ({
      path: stringAt(hook, 'path') ?? '',
      manifest: stringAt(hook, 'manifest') ?? '',
    })),
    labels: Object.fromEntries(
      Object.entries(labels).filter(([label]) => !ownLabels.includes(label)),
    ),
    writtenAt: writtenAt(secret),
    appliedBy: stringAt(record, 'apply_method') === 'ssa' ? 'server' : 'client',
  };
}

/** How `helm list` names a chart: `shop-1.2.0`. */
export function chartLabel(name = '', version = ''): string {
  return `${name}-${version}`;
}

function contentOf(secret: KubeObject): unknown {
  const packed = Buffer.from(stringAt(secret, 'data', 'release') ?? '', 'base64').toString(
    'latin1',
  );
  try {
    const text = gunzipSync(Buffer.from(packed, 'base64'), { maxOutputLength: mostInflated });
    return JSON.parse(text.toString('utf8')) as unknown;
  } catch (error) {
    const { name, namespace = '' } = secret.metadata;
    throw new PreconditionError(
      `Helm's record in Secret ${name} in namespace ${namespace} cannot be read: ${messageOf(error)}`,
      { hint: 'See what helm history says of the release', cause: error },
    );
  }
}

/** Helm keeps seconds in labels; a record that was never changed has the time of its creation only. */
function writtenAt({ metadata }: KubeObject): Date {
  const seconds = Number(metadata.labels?.modifiedAt ?? metadata.labels?.createdAt);
  return Number.isFinite(seconds)
    ? new Date(seconds * 1000)
    : new Date(metadata.creationTimestamp ?? 0);
}
