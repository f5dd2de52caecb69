import { InputError, VerdictError } from '@kube-delivery/shared/action/errors';
import type { ActionContext } from '@kube-delivery/shared/action/context';
import type { Cluster } from '@kube-delivery/shared/cluster/cluster';
import { LockHeldError, acquireLock } from '@kube-delivery/shared/cluster/lease-lock';
import { findDuplicates } from '@kube-delivery/shared/manifests/manifest';
import { planRelease } from '@kube-delivery/shared/release/plan-release';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import { ReleaseHistory, releaseLock } from '@kube-delivery/shared/release/release-history';
import { factsOf } from '@kube-delivery/shared/release/release-record';
import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import { deployCanary } from './canary/deploy-canary.ts';
import { prepareCanary } from './canary/prepare-canary.ts';
import type { Ending } from './ending.ts';
import type { Inputs } from './inputs.ts';
import { endingOfRefusals } from './refusals.ts';
import { deployRolling } from './rolling.ts';
import type { Session } from './session.ts';
import { createNamespace, namespaceExists, requireCreation } from './target-namespace.ts';
import { warnBeforehand } from './warnings.ts';

/** Deploys the release, or with `dry-run` says what that would do. */
export async function deploy(
  inputs: Inputs,
  context: ActionContext,
  cluster: Cluster,
): Promise<Ending> {
  refuseDuplicates(inputs, cluster.namespace);
  const session: Session = {
    inputs,
    context,
    cluster,
    history: new ReleaseHistory(cluster, inputs.release, context.clock),
    objects: inputs.manifests.map(({ object }) => object),
    signal: context.signal,
  };
  warnBeforehand(session);
  const exists = await namespaceExists(cluster, session.signal);
  if (!exists) requireCreation(session);
  if (inputs.dryRun) return preview(session, exists);
  if (!exists) {
    // The lock lies in the namespace, so that all that can be refused is asked about before.
    const refused = endingOfRefusals(await planFor(session, [cluster.namespace]));
    if (refused !== undefined) return refused;
    await createNamespace(session);
  }
  return deployUnderLock(session);
}

async function deployUnderLock(session: Session): Promise<Ending> {
  const { cluster, context, inputs } = session;
  const lock = await takeLock(session);
  try {
    const locked: Session = { ...session, signal: lock.signal };
    const facts = await readFacts(locked);
    const plan = await planFor(locked);
    const refused = endingOfRefusals(plan);
    if (refused !== undefined) {
      return {
        ...refused,
        revision: facts.running?.revision,
        previousRevision: facts.running?.revision,
      };
    }
    context.log.info(`Release ${inputs.release} in namespace ${cluster.namespace}`);
    switch (inputs.strategy) {
      case 'rolling':
        return await deployRolling(locked, facts, plan);
      case 'canary':
        return await deployCanary(locked, facts, plan);
    }
  } finally {
    await lock.release();
  }
}

/** What a run would do; takes no lock and writes nothing. */
async function preview(session: Session, exists: boolean): Promise<Ending> {
  const { cluster, inputs } = session;
  const plan = await planFor(session, exists ? [] : [cluster.namespace]);
  const refused = endingOfRefusals(plan);
  // Of a dry run the contract knows no conflict: it ends planned or failed.
  if (refused !== undefined) return { ...refused, verdict: 'failed' };
  const facts = exists ? await readFacts(session) : factsOf([]);
  const revision = facts.running?.revision;
  const planned = { verdict: 'planned', revision, previousRevision: revision } as const;
  if (inputs.strategy === 'rolling') return { ...planned, reason: '', plan };
  const canary = await prepareCanary(session, facts, plan);
  if ('verdict' in canary) return canary;
  if ('rolling' in canary) return { ...planned, reason: canary.rolling, plan };
  return { ...planned, reason: '', plan: canary.plan, canary: canary.record };
}

function planFor(
  { cluster, inputs, objects, signal }: Session,
  comingNamespaces: readonly string[] = [],
): Promise<ReleasePlan> {
  return planRelease(cluster, objects, { force: inputs.forceConflicts, comingNamespaces }, signal);
}

async function readFacts({ history, signal }: Session): Promise<HistoryFacts> {
  return factsOf(await history.list(signal));
}

async function takeLock({ cluster, context, inputs }: Session) {
  const { namespace } = cluster;
  const lock = { ...releaseLock(inputs.release), namespace, waitFor: inputs.lockTimeout };
  try {
    return await acquireLock(cluster, lock, context);
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    const { message, hint } = error;
    throw new VerdictError('conflict', message, hint === undefined ? {} : { hint });
  }
}

/** An object that names the connection's namespace and one that names none may be the same. */
function refuseDuplicates({ manifests }: Inputs, namespace: string): void {
  const placed = manifests.map(({ object, place }) => ({
    place,
    object: { ...object, metadata: { namespace, ...object.metadata } },
  }));
  const problems = findDuplicates(placed);
  if (problems.length > 0) {
    throw new InputError(problems.map((problem) => ({ input: 'manifests', ...problem })));
  }
}
