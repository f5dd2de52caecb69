import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { Secrets } from '@kube-delivery/shared/action/secrets';
import type { RunFacts } from '@kube-delivery/shared/action/run-facts';
import type { Check } from '@kube-delivery/shared/http-check/check';
import { parseHttpUrl } from '@kube-delivery/shared/http-check/parse-checks';
import { readChecks } from '@kube-delivery/shared/http-check/read-checks';
import { loadManifests } from '@kube-delivery/shared/manifests/load';
import type { Manifest } from '@kube-delivery/shared/manifests/manifest';
import { jobProblems } from './migrations/job-problems.ts';
import { readPodCount } from './pod-count.ts';
import type { PodCount } from './pod-count.ts';
import { privateValuesOf } from './recreate/hidden-url.ts';

/** How a release is brought out. */
export const strategies = ['rolling', 'recreate', 'blue-green', 'canary'] as const;
/** One of `strategies`. */
export type Strategy = (typeof strategies)[number];

/** What `canary` is told. */
export interface CanaryInputs {
  readonly replicas: PodCount;
  /** `replicas`: for canary-shift on a plain Service, which then selects the canary's pods too. */
  readonly traffic: 'route' | 'replicas';
}

/** What `blue-green` is told; durations are in milliseconds. */
export interface BlueGreenInputs {
  /** The Service that is switched; undefined where the one that selects the pods is meant. */
  readonly service: string | undefined;
  /** Asked on the preview Service before the switch; empty for none. */
  readonly previewChecks: readonly Check[];
  /** For how long the new colour must stand without a restart before it is looked at. */
  readonly settle: number;
  /** For how long it is watched after the switch. */
  readonly soak: number;
  /** For how long the old colour is kept after that; 0 scales it down at once. */
  readonly scaleDownDelay: number;
}

/** What `recreate` is told. */
export interface RecreateInputs {
  /** Told before the release is taken down and after it is up again. */
  readonly announceWebhook: URL | undefined;
  readonly onMigrationFailure: 'restore' | 'hold';
}

/** Reads `canary-replicas` and `canary-traffic`. */
export function readCanaryInputs(reader: InputReader): CanaryInputs {
  const one = { kind: 'number', value: 1 } as const;
  return {
    replicas: readPodCount(reader, 'canary-replicas', { min: 1, fallback: '1' }) ?? one,
    traffic: reader.choice('canary-traffic', ['route', 'replicas'], 'route'),
  };
}

/** Reads `service`, `preview-checks`, `settle`, `soak` and `scale-down-delay`. */
export function readBlueGreenInputs(
  reader: InputReader,
  run: Pick<RunFacts, 'workspace' | 'temp'>,
): BlueGreenInputs {
  return {
    service: reader.text('service'),
    previewChecks: readChecks(reader, 'preview-checks', run) ?? [],
    settle: reader.duration('settle', '10s', { zero: true }),
    soak: reader.duration('soak', '1m', { zero: true }),
    scaleDownDelay: reader.duration('scale-down-delay', '5m', { zero: true }),
  };
}

/** Reads `announce-webhook` and `on-migration-failure`. */
export function readRecreateInputs(reader: InputReader, secrets: Secrets): RecreateInputs {
  const text = reader.text('announce-webhook');
  const announceWebhook = text === undefined ? undefined : parseHttpUrl(text);
  if (text !== undefined && announceWebhook === undefined) {
    // What cannot be read may still hold a password, so it is not shown.
    reader.reject('announce-webhook', 'is not an http or https URL');
  }
  const hidden = announceWebhook === undefined ? [] : privateValuesOf(announceWebhook);
  for (const value of hidden) secrets.add(value);
  return {
    announceWebhook,
    onMigrationFailure: reader.choice('on-migration-failure', ['restore', 'hold'], 'restore'),
  };
}

/** Reads `migrations`: manifests of Jobs, with globs and folders as in `manifests`. */
export function readMigrations(
  reader: InputReader,
  run: Pick<RunFacts, 'workspace' | 'temp'>,
): readonly Manifest[] {
  const patterns = reader.list('migrations');
  if (patterns.length === 0) return [];
  const { manifests, problems } = loadManifests(patterns, run);
  for (const { message, ...place } of [...problems, ...manifests.flatMap(jobProblems)]) {
    reader.reject('migrations', message, place);
  }
  return manifests;
}
