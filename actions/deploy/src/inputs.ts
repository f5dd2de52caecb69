import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { refuseUntrustedEvent } from '@kube-delivery/shared/action/untrusted-event';
import { readConnectionInputs } from '@kube-delivery/shared/cluster/connection-inputs';
import type { ConnectionInputs } from '@kube-delivery/shared/cluster/connection-inputs';
import type { Manifest } from '@kube-delivery/shared/manifests/manifest';
import { readManifests } from './manifest-inputs.ts';
import { readPodCount } from './pod-count.ts';
import type { PodCount } from './pod-count.ts';
import { readReleaseName } from './release-name.ts';
import { withRollingUpdate } from './rolling-update.ts';

/** How a release is brought out. */
export const strategies = ['rolling', 'canary'] as const;
/** One of `strategies`. */
export type Strategy = (typeof strategies)[number];

/** Every input, read once. Durations are in milliseconds. */
export interface Inputs {
  readonly connection: ConnectionInputs;
  readonly release: string;
  /** The release's objects with images and update limits filled in. */
  readonly manifests: readonly Manifest[];
  readonly strategy: Strategy;
  readonly canaryReplicas: PodCount;
  readonly wait: boolean;
  readonly timeout: number;
  readonly failFast: boolean;
  readonly logLines: number;
  readonly onFailure: 'rollback' | 'hold';
  readonly dryRun: boolean;
  readonly forceConflicts: boolean;
  readonly createNamespace: boolean;
  readonly historyLimit: number;
  readonly lockTimeout: number;
}

/**
 * Reads and checks every input, and the manifests and image lists that they name; problems stay with
 * the reader.
 */
export function readInputs(reader: InputReader, context: ActionContext): Inputs {
  refuseUntrustedEvent(reader, context.run);
  const connection = readConnectionInputs(reader, context);
  const release = readReleaseName(reader, context.run);
  const manifests = readManifests(reader, context.run);
  const maxSurge = readPodCount(reader, 'max-surge', { min: 0 });
  const maxUnavailable = readPodCount(reader, 'max-unavailable', { min: 0 });
  if (maxSurge?.value === 0 && maxUnavailable?.value === 0) {
    reader.reject('max-surge', 'and max-unavailable are both 0, so that no pod could be replaced');
  }
  const update = { maxSurge, maxUnavailable };
  return {
    connection,
    release,
    manifests: manifests.map((manifest) => ({
      ...manifest,
      object: withRollingUpdate(manifest.object, update),
    })),
    strategy: reader.choice('strategy', strategies, 'rolling'),
    canaryReplicas: readPodCount(reader, 'canary-replicas', { min: 1, fallback: '1' }) ?? {
      kind: 'number',
      value: 1,
    },
    wait: reader.boolean('wait', true),
    timeout: reader.duration('timeout', '10m'),
    failFast: reader.boolean('fail-fast', true),
    logLines: reader.integer('logs-lines', 40, { min: 0, max: 1000 }),
    onFailure: reader.choice('on-failure', ['rollback', 'hold'], 'rollback'),
    dryRun: reader.boolean('dry-run', false),
    forceConflicts: reader.boolean('force-conflicts', false),
    createNamespace: reader.boolean('create-namespace', false),
    historyLimit: reader.integer('history-limit', 10, { min: 1, max: 100 }),
    lockTimeout: reader.duration('lock-timeout', '5m', { zero: true }),
  };
}
