import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { refuseUntrustedEvent } from '@kube-delivery/shared/action/untrusted-event';
import { readConnectionInputs } from '@kube-delivery/shared/cluster/connection-inputs';
import type { ConnectionInputs } from '@kube-delivery/shared/cluster/connection-inputs';
import { readHelmInputs } from '@kube-delivery/shared/helm/helm-program';
import type { HelmInputs } from '@kube-delivery/shared/helm/helm-program';
import type { WatchOptions } from '@kube-delivery/shared/release/release-work';
import { readWatchOptions } from '@kube-delivery/shared/release/watch-inputs';
import { readSubject } from './subject.ts';
import type { Subject } from './subject.ts';

/** The revision to go to: a number of the history, or the last good one. */
export type Aim = number | 'last-good';

/** Every input, read once. Durations are in milliseconds. */
export interface Inputs {
  readonly connection: ConnectionInputs;
  readonly subject: Subject;
  readonly mode: 'rollback' | 'finish';
  readonly to: Aim;
  readonly watching: WatchOptions;
  readonly dryRun: boolean;
  readonly lockTimeout: number;
  readonly helm: HelmInputs;
}

/** Reads and checks every input; problems stay with the reader. */
export function readInputs(reader: InputReader, context: ActionContext): Inputs {
  refuseUntrustedEvent(reader, context.run);
  const connection = readConnectionInputs(reader, context);
  const subject = readSubject(reader, context.run);
  const mode = reader.choice('mode', ['rollback', 'finish'], 'rollback');
  if (mode === 'finish' && subject.kind !== 'release') {
    reader.reject('mode', 'finish is for a release that deploy made with blue-green; give release');
  }
  return {
    connection,
    subject,
    mode,
    to: readAim(reader),
    watching: readWatchOptions(reader),
    dryRun: reader.boolean('dry-run', false),
    lockTimeout: reader.duration('lock-timeout', '5m', { zero: true }),
    helm: readHelmInputs(reader),
  };
}

function readAim(reader: InputReader): Aim {
  const text = reader.text('to', 'last-good');
  if (text === 'last-good') return text;
  const revision = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(revision) && revision >= 1) return revision;
  reader.reject(
    'to',
    `${JSON.stringify(text)} is neither last-good nor the number of a revision, such as 7`,
  );
  return 'last-good';
}
