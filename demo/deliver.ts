import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatDuration } from '../shared/src/time/duration.ts';
import type { ClusterAddresses } from '../test/cluster/index.ts';
import { ledgerSince } from '../test/e2e/support/load.ts';
import type { Ledger } from '../test/e2e/support/load.ts';
import { commitVersion } from './application-repository.ts';
import type { Chapter } from './story.ts';
import { front } from './traffic.ts';
import type { Traffic } from './traffic.ts';
import { runWorkflow } from './workflow-run.ts';
import type { WorkflowRun } from './workflow-run.ts';

/** One chapter as it went. */
export interface Delivery {
  readonly chapter: Chapter;
  readonly run: WorkflowRun;
  /** What users saw meanwhile. */
  readonly ledger: Ledger;
  readonly seconds: number;
  /** The version that serves all users now. */
  readonly serving: string | undefined;
  /** What was not as the chapter promises; undefined where all was. */
  readonly problem: string | undefined;
}

/** What every run of the demo's workflow is given. */
export interface DeliveryRun {
  readonly runner: string;
  readonly repository: string;
  readonly releaseTree: string;
  /** Folder for files of the demo's own. */
  readonly folder: string;
  readonly runNumber: number;
  readonly addresses: ClusterAddresses;
  readonly say: (line: string) => void;
}

/** Commits a chapter's version, runs its workflow under the users' traffic and judges the end. */
export async function deliver(
  chapter: Chapter,
  { folder, addresses, say, ...run }: DeliveryRun,
  traffic: Traffic,
): Promise<Delivery> {
  const before = traffic.ledger();
  const started = performance.now();
  await commitVersion(run.repository, chapter);
  const { kubeconfig, registry, envoyUrl, prometheusUrl } = addresses;
  const result = await runWorkflow({
    ...run,
    variables: {
      REGISTRY: registry,
      FRONT_URL: envoyUrl,
      FRONT_HOST: front.host,
      PROMETHEUS_URL: prometheusUrl,
      CANARY_SOAK: '5s',
      CANARY_DRAIN: '5s',
    },
    secrets: { KUBECONFIG: readFileSync(kubeconfig, 'utf8') },
    environment: buildahSettings(folder, registry),
    onStep: ({ job, step, succeeded, seconds, error }) => {
      const took = formatDuration(seconds * 1000);
      say(`   ${succeeded ? '✓' : '✗'} ${job} / ${step} (${took})`);
      if (error !== '') say(`     ${error}`);
    },
  });
  const log = path.join(folder, `run-${run.runNumber}.log`);
  writeFileSync(log, result.log);
  const ledger = ledgerSince(before, traffic.ledger());
  const serving = await traffic.serving();
  traffic.begin();
  const problem = judge(chapter, result, ledger, serving);
  return {
    chapter,
    run: result,
    ledger,
    serving,
    seconds: (performance.now() - started) / 1000,
    problem: problem === undefined ? undefined : `${chapter.title}: ${problem}; its log: ${log}`,
  };
}

function judge(
  chapter: Chapter,
  run: WorkflowRun,
  ledger: Ledger,
  serving: string | undefined,
): string | undefined {
  if (run.succeeded !== chapter.succeeds) {
    const bad = run.steps.filter(({ succeeded }) => !succeeded);
    const ends = bad.map(({ step, error }) => `step ${step} failed${error && `: ${error}`}`);
    return [`the workflow should have ${chapter.succeeds ? 'succeeded' : 'failed'}`, ...ends].join(
      '; ',
    );
  }
  if (ledger.failures > 0) {
    return `${ledger.failures} of ${ledger.requests} requests failed: ${JSON.stringify(ledger.outcomes)}`;
  }
  if (serving !== chapter.servesAfterwards) {
    return `version ${serving ?? 'none'} serves, not ${chapter.servesAfterwards}`;
  }
  return undefined;
}

/** Lets buildah build without a daemon or privileges, and push to the cluster's plain-http registry. */
function buildahSettings(folder: string, registry: string): Record<string, string> {
  const registries = path.join(folder, 'registries.conf');
  writeFileSync(registries, `[[registry]]\nlocation = "${registry}"\ninsecure = true\n`);
  return {
    BUILDAH_ISOLATION: 'chroot',
    STORAGE_DRIVER: 'vfs',
    CONTAINERS_REGISTRIES_CONF: registries,
  };
}
