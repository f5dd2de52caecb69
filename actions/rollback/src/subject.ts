import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import type { RunFacts } from '@kube-delivery/shared/action/run-facts';
import { readReleaseName } from '@kube-delivery/shared/release/release-name';
import { suggestion } from '@kube-delivery/shared/text/nearest-word';

/** What is taken back. */
export type Subject =
  | { readonly kind: 'release'; readonly name: string }
  | { readonly kind: 'helm-release'; readonly name: string }
  | { readonly kind: 'workload'; readonly workload: WorkloadName };

/** A workload that keeps its own revisions. */
export interface WorkloadName {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  readonly name: string;
}

const kinds: Readonly<Record<string, WorkloadName['kind']>> = {
  deployment: 'Deployment',
  deploy: 'Deployment',
  statefulset: 'StatefulSet',
  sts: 'StatefulSet',
  daemonset: 'DaemonSet',
  ds: 'DaemonSet',
};

const subdomain = /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/;

/** Reads `release`, `helm-release` and `workload`, of which one may be given; default is `release`'s. */
export function readSubject(reader: InputReader, run: Pick<RunFacts, 'repository'>): Subject {
  const helm = reader.text('helm-release');
  const workload = reader.text('workload');
  const given = [reader.text('release'), helm, workload].filter((each) => each !== undefined);
  if (given.length > 1) {
    const last = workload === undefined ? 'helm-release' : 'workload';
    reader.reject(last, 'was given beside another of release, helm-release and workload; give one');
  }
  const release = reader.readIf(helm === undefined && workload === undefined, () =>
    readReleaseName(reader, run),
  );
  if (workload !== undefined) {
    return { kind: 'workload', workload: readWorkload(reader, workload) };
  }
  if (helm !== undefined) return { kind: 'helm-release', name: helm };
  return { kind: 'release', name: release ?? '' };
}

function readWorkload(reader: InputReader, text: string): WorkloadName {
  const [word = '', name = '', ...more] = text.split('/');
  const kind = kinds[word.toLowerCase()];
  if (kind === undefined) {
    const near = suggestion(word, Object.keys(kinds));
    reader.reject(
      'workload',
      `${JSON.stringify(text)} names no workload with revisions${near}; write deployment/web, statefulset/db or daemonset/agent`,
    );
  } else if (!subdomain.test(name) || more.length > 0) {
    reader.reject('workload', `${JSON.stringify(text)} has no legal name; write ${word}/web`);
  }
  return { kind: kind ?? 'Deployment', name };
}
