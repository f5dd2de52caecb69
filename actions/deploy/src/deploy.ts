import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import { applySetOf, withMembership } from '@kube-delivery/shared/release/apply-set/apply-set-id';
import { findParent } from '@kube-delivery/shared/release/apply-set/parent-scope';
import { planPrune } from '@kube-delivery/shared/release/apply-set/plan-prune';
import { planMigrations } from '@kube-delivery/shared/release/migrations/plan-migrations';
import { planRelease } from '@kube-delivery/shared/release/plan-release';
import { allPlanned } from '@kube-delivery/shared/release/release-plan';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import { ReleaseHistory } from '@kube-delivery/shared/release/release-history';
import { factsOf } from '@kube-delivery/shared/release/release-record';
import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import { takeReleaseLock, underLock } from '@kube-delivery/shared/release/take-release-lock';
import { blueGreen } from './blue-green/blue-green.ts';
import { leaveColours, previewLeaving } from './blue-green/leave-colours.ts';
import { canary } from './canary/canary.ts';
import { deployChart, previewChart } from './chart/chart.ts';
import type { Ending } from './ending.ts';
import { refuseForeignMembers } from './foreign-members.ts';
import { refuseOlderRevision } from './guard-revision.ts';
import type { Inputs } from './inputs.ts';
import { loadSource } from './load-source.ts';
import { recreate } from './recreate/recreate.ts';
import { refuseWhileDown } from './recreate/refuse-while-down.ts';
import { endingOfRefusals } from './refusals.ts';
import { rolling } from './rolling.ts';
import type { Rollout } from './rollout.ts';
import type { Session } from './session.ts';
import type { Strategy } from './strategy-inputs.ts';
import { createNamespace, namespaceExists, requireCreation } from './target-namespace.ts';
import { warnBeforehand } from './warnings.ts';

const rollouts: Readonly<Record<Strategy, Rollout>> = {
  rolling,
  recreate,
  'blue-green': blueGreen,
  canary,
};

/** Deploys the release, or with `dry-run` says what that would do. */
export async function deploy(
  inputs: Inputs,
  context: ActionContext,
  cluster: Cluster,
): Promise<Ending> {
  const existing = namespaceExists(cluster, context.signal);
  // What is wrong with the files is told first.
  existing.catch(() => undefined);
  const { manifests, migrations } = await loadSource(inputs, cluster.namespace, context);
  const set = applySetOf(inputs.release, cluster.namespace);
  const session: Session = {
    inputs,
    release: inputs.release,
    context,
    cluster,
    history: new ReleaseHistory(cluster, inputs.release, context.clock),
    set,
    watching: inputs.watching,
    objects: manifests.map(({ object }) => withMembership(object, set)),
    migrations: migrations.map(({ object }) => withMembership(object, set)),
    signal: context.signal,
  };
  warnBeforehand(session);
  const exists = await existing;
  if (!exists) requireCreation(session);
  const ending = inputs.dryRun
    ? await preview(session, exists)
    : await deployWhere(session, exists);
  return { ...ending, objects: ending.objects ?? [...session.objects, ...session.migrations] };
}

async function deployWhere(session: Session, exists: boolean): Promise<Ending> {
  if (exists) return deployUnderLock(session);
  // The lock lies in the namespace, so that all that can be refused is asked about before.
  const refused = await refusalWithout(session);
  if (refused !== undefined) return refused;
  await createNamespace(session);
  return deployUnderLock(session);
}

/** What is refused of a release whose namespace is still to come. */
async function refusalWithout(session: Session): Promise<Ending | undefined> {
  const { source } = session.inputs;
  if (source.kind !== 'chart') {
    return endingOfRefusals(await planFor(session, factsOf([]), [session.cluster.namespace]));
  }
  const ending = await previewChart(session, source.chart, false);
  return ending.verdict === 'planned' ? undefined : ending;
}

async function deployUnderLock(session: Session): Promise<Ending> {
  const { cluster, context, inputs } = session;
  const lock = await takeReleaseLock(cluster, inputs.release, inputs.lockTimeout, context);
  try {
    const locked = underLock(session, lock);
    context.log.info(`Release ${inputs.release} in namespace ${cluster.namespace}`);
    const records = await locked.history.list(locked.signal);
    const older = await refuseOlderRevision(locked, records);
    if (older !== undefined) return older;
    if (inputs.source.kind === 'chart') return await deployChart(locked, inputs.source.chart);
    const facts = factsOf(records);
    const plan = await planFor(locked, facts);
    const refused = endingOfRefusals(plan);
    if (refused !== undefined) {
      const revision = facts.running?.revision;
      return { ...refused, revision, previousRevision: revision };
    }
    const hasLeft = inputs.strategy !== 'blue-green' && (await leaveColours(locked, facts, plan));
    const present = hasLeft ? await planFor(locked, facts) : plan;
    const pruning = await withPrunePlan(locked, present);
    return await rollouts[inputs.strategy].deploy(pruning, facts, present);
  } finally {
    await lock.release();
  }
}

/** What a run would do; takes no lock and writes nothing. */
async function preview(session: Session, exists: boolean): Promise<Ending> {
  const { cluster, inputs } = session;
  const records = exists ? await session.history.list(session.signal) : [];
  const older = await refuseOlderRevision(session, records);
  // Of a dry run the contract knows no conflict: it ends planned or failed.
  if (older !== undefined) return { ...older, verdict: 'failed' };
  if (inputs.source.kind === 'chart') return previewChart(session, inputs.source.chart, exists);
  const facts = factsOf(records);
  const plan = await planFor(session, facts, exists ? [] : [cluster.namespace]);
  const refused = endingOfRefusals(plan);
  if (refused !== undefined) return { ...refused, verdict: 'failed' };
  const pruning = await withPrunePlan(session, plan);
  const ending = await rollouts[inputs.strategy].preview(pruning, facts, plan);
  const leaving =
    inputs.strategy === 'blue-green' ? '' : await previewLeaving(session, facts, plan);
  return { ...ending, reason: [leaving, ending.reason].filter((each) => each !== '').join(' ') };
}

/** The session with what prune will delete, where the inputs ask for it. Writes nothing. */
async function withPrunePlan(session: Session, plan: ReleasePlan): Promise<Session> {
  const { cluster, inputs, set, signal } = session;
  if (!inputs.prune) return session;
  const references = allPlanned(plan).map(({ reference }) => reference);
  const options = { kinds: inputs.pruneKinds };
  return { ...session, prune: await planPrune(cluster, set, references, options, signal) };
}

async function planFor(
  session: Session,
  facts: HistoryFacts,
  comingNamespaces: readonly string[] = [],
): Promise<ReleasePlan> {
  const { cluster, inputs, migrations, objects, release, set, signal } = session;
  const isFirst = facts.newest === 0;
  const options = { force: inputs.forceConflicts, comingNamespaces, isFirst };
  // A parent that cannot be used is thrown here, before anything is written.
  const [plan] = await Promise.all([
    planRelease(cluster, objects, options, signal),
    findParent(cluster, set, signal),
  ]);
  const history = { ...options, release, facts };
  const all = await planMigrations(cluster, plan, migrations, history, signal);
  return refuseForeignMembers(session, refuseWhileDown(all, facts, inputs.strategy));
}
