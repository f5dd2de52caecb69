import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { KubeObject } from '../../../shared/src/cluster/kube-object.ts';
import type { JsonObject } from '../../../shared/src/json/json.ts';
import { sampleImage } from './manifest-folder.ts';

/** A file of the test cluster's node that migrations write a line to, one for each of their runs. */
export interface Ledger {
  /** The lines that were written. */
  readonly lines: () => readonly string[];
  /** What lets a Job write to it, as the variable LEDGER has it. */
  readonly container: JsonObject;
  readonly pod: JsonObject;
}

/** A new, empty ledger. */
export function openLedger(): Ledger {
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-ledger-'));
  const file = path.join(folder, 'runs');
  writeFileSync(file, '');
  // The pods write as another user.
  chmodSync(folder, 0o777);
  chmodSync(file, 0o666);
  return {
    lines: () => readFileSync(file, 'utf8').split('\n').filter(Boolean),
    container: {
      env: [{ name: 'LEDGER', value: '/ledger/runs' }],
      volumeMounts: [{ name: 'ledger', mountPath: '/ledger' }],
    },
    pod: { volumes: [{ name: 'ledger', hostPath: { path: folder } }] },
  };
}

/** How a migration differs from one that does nothing. */
export interface TestMigration {
  /** Lines of a shell, in which `busybox` is the program of all tools. */
  readonly script: string;
  readonly ledger?: Ledger;
  readonly container?: JsonObject;
  /** Fields of its pods' spec, and of the Job's. */
  readonly pod?: JsonObject;
  readonly job?: JsonObject;
}

/** A Job that runs a script once. */
export function migration(name: string, { script, ...fields }: TestMigration): KubeObject {
  const { container = {}, job = {}, ledger, pod = {} } = fields;
  const command = ['/bin/busybox', 'sh', '-e', '-c', `busybox() { /bin/busybox "$@"; }\n${script}`];
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      backoffLimit: 0,
      template: {
        spec: {
          restartPolicy: 'Never',
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 1,
          containers: [
            {
              name: 'migrate',
              image: sampleImage('v1'),
              command,
              ...ledger?.container,
              ...container,
            },
          ],
          ...ledger?.pod,
          ...pod,
        },
      },
      ...job,
    },
  };
}
