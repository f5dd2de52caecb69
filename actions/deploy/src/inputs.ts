import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { refuseUntrustedEvent } from '@kube-delivery/shared/action/untrusted-event';
import { readConnectionInputs } from '@kube-delivery/shared/cluster/connection-inputs';
import type { ConnectionInputs } from '@kube-delivery/shared/cluster/connection-inputs';
import type { Manifest } from '@kube-delivery/shared/manifests/manifest';
import { readPruneKinds } from '@kube-delivery/shared/release/apply-set/prune-kinds';
import type { ProtectedKind } from '@kube-delivery/shared/release/apply-set/prune-kinds';
import { readReleaseName } from '@kube-delivery/shared/release/release-name';
import { readWatchOptions } from '@kube-delivery/shared/release/watch-inputs';
import type { WatchOptions } from '@kube-delivery/shared/release/release-work';
import { readGitHubInputs } from './github-inputs.ts';
import type { GitHubInputs } from './github-inputs.ts';
import { readImages } from './image-inputs.ts';
import type { GivenImage } from './image-inputs.ts';
import { readPodCount } from './pod-count.ts';
import { prepareManifests } from './prepare-manifests.ts';
import type { RollingUpdate } from './rolling-update.ts';
import { readSource } from './source-inputs.ts';
import type { Source } from './source-inputs.ts';
import {
  readBlueGreenInputs,
  readCanaryInputs,
  readMigrations,
  readRecreateInputs,
  strategies,
} from './strategy-inputs.ts';
import type { BlueGreenInputs, CanaryInputs, RecreateInputs, Strategy } from './strategy-inputs.ts';

/** Every input, read once. Durations are in milliseconds. */
export interface Inputs {
  readonly connection: ConnectionInputs;
  readonly release: string;
  /** Manifests in it have their images and update limits filled in; those of other sources get them later. */
  readonly source: Source;
  readonly images: readonly GivenImage[];
  readonly update: RollingUpdate;
  /** Jobs that run to success before workloads change, in their order. */
  readonly migrations: readonly Manifest[];
  readonly strategy: Strategy;
  readonly canary: CanaryInputs;
  readonly blueGreen: BlueGreenInputs;
  readonly recreate: RecreateInputs;
  readonly watching: WatchOptions;
  readonly onFailure: 'rollback' | 'hold';
  readonly prune: boolean;
  /** Protected kinds that prune may delete all the same. */
  readonly pruneKinds: readonly ProtectedKind[];
  readonly dryRun: boolean;
  readonly revisionGuard: boolean;
  readonly forceConflicts: boolean;
  readonly createNamespace: boolean;
  readonly historyLimit: number;
  readonly lockTimeout: number;
  /** Undefined where no GitHub Deployment is reported. */
  readonly github: GitHubInputs | undefined;
}

/**
 * Reads and checks every input, and the manifests and image lists that they name; problems stay with
 * the reader.
 */
export function readInputs(reader: InputReader, context: ActionContext): Inputs {
  refuseUntrustedEvent(reader, context.run);
  const connection = readConnectionInputs(reader, context);
  const release = readReleaseName(reader, context.run);
  const update = readRollingUpdate(reader);
  const images = readImages(reader, context.run);
  const given = readSource(reader, context.run);
  const jobs = readMigrations(reader, context.run);
  const { source, migrations } = prepared(reader, given, { images, update, migrations: jobs });
  const strategy = reader.choice('strategy', strategies, 'rolling');
  refuseCombinations(reader, source, strategy);
  const guarded = reader.boolean('revision-guard', true);
  const allowOlder = reader.boolean('allow-older', false);
  return {
    connection,
    release,
    source,
    images,
    update,
    migrations,
    strategy,
    canary: readCanaryInputs(reader),
    blueGreen: readBlueGreenInputs(reader, context.run),
    recreate: readRecreateInputs(reader, context.secrets),
    watching: readWatchOptions(reader),
    onFailure: reader.choice('on-failure', ['rollback', 'hold'], 'rollback'),
    prune: reader.boolean('prune', false),
    pruneKinds: readPruneKinds(reader),
    dryRun: reader.boolean('dry-run', false),
    revisionGuard: guarded && !allowOlder,
    forceConflicts: reader.boolean('force-conflicts', false),
    createNamespace: reader.boolean('create-namespace', false),
    historyLimit: reader.integer('history-limit', 10, { min: 1, max: 100 }),
    lockTimeout: reader.duration('lock-timeout', '5m', { zero: true }),
    github: readGitHubInputs(reader, context),
  };
}

function readRollingUpdate(reader: InputReader): RollingUpdate {
  const maxSurge = readPodCount(reader, 'max-surge', { min: 0 });
  const maxUnavailable = readPodCount(reader, 'max-unavailable', { min: 0 });
  if (maxSurge?.value === 0 && maxUnavailable?.value === 0) {
    reader.reject('max-surge', 'and max-unavailable are both 0, so that no pod could be replaced');
  }
  return { maxSurge, maxUnavailable };
}

/** Manifests that are at hand are prepared at once, so that a wrong image is told with other inputs. */
function prepared(
  reader: InputReader,
  source: Source,
  preparation: Parameters<typeof prepareManifests>[1],
): { readonly source: Source; readonly migrations: readonly Manifest[] } {
  if (source.kind !== 'manifests') return { source, migrations: preparation.migrations };
  const { manifests, migrations, notices, problems } = prepareManifests(
    source.manifests,
    preparation,
  );
  // What is not in manifests that could not be read says nothing about the images.
  const unread = reader.isRejected('manifests') || reader.isRejected('migrations');
  for (const { input, message } of unread ? [] : problems) reader.reject(input, message);
  return { source: { kind: 'manifests', manifests, notices }, migrations };
}

function refuseCombinations(reader: InputReader, source: Source, strategy: Strategy): void {
  if (source.kind === 'chart' && (strategy === 'canary' || strategy === 'blue-green')) {
    reader.reject(
      'strategy',
      `${strategy} is not there for a chart, which Helm updates as a whole; allowed are rolling and recreate`,
    );
  }
  if (
    reader.text('migrations') !== undefined &&
    strategy !== 'recreate' &&
    strategy !== 'rolling'
  ) {
    reader.reject(
      'migrations',
      `are not run with strategy ${strategy}, where both versions run side by side; allowed are rolling and recreate`,
    );
  }
}
