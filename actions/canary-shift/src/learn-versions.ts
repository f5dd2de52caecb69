import { InputError, messageOf, PreconditionError } from '@kube-delivery/shared/action/errors';
import { readyEndpointsOf } from '@kube-delivery/shared/cluster/ready-endpoints';
import type { Endpoint } from '@kube-delivery/shared/cluster/ready-endpoints';
import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';
import { requestPod } from '@kube-delivery/shared/http/pod-request';
import { describeVersionSource, versionOf } from '@kube-delivery/shared/http/version-source';
import { startDeadline } from '@kube-delivery/shared/time/deadline';
import type { ProbeInputs } from './probe-inputs.ts';
import type { Versions } from './probe-tally.ts';
import type { Session } from './session.ts';
import { portName } from './sides.ts';

/** Pods that are asked on each side. */
const mostPods = 3;
/** A faulty version answers some requests with errors that do not tell it. */
const attempts = 8;
/** One pod, with all attempts; the API server that leads to it may be slow. */
const askLimit = 30_000;
const attemptLimit = 8_000;
const pause = 250;

/**
 * Asks pods of both sides directly which version they are; undefined without probes. Equal answers
 * are an InputError, as no share could be told then.
 */
export async function learnVersions(
  session: Session,
  stable: KubeObject,
  canary: KubeObject,
): Promise<Versions | undefined> {
  const { probe } = session.inputs;
  if (probe === undefined) return undefined;
  const stableVersion = await versionOfSide(session, probe, stable);
  const canaryVersion = await versionOfSide(session, probe, canary);
  if (stableVersion === canaryVersion) {
    const source = describeVersionSource(probe.target.version);
    const message = `${source} is ${JSON.stringify(stableVersion)} on both sides, so shares cannot be told apart`;
    throw new InputError([{ input: 'probe-version', message }]);
  }
  return { stable: stableVersion, canary: canaryVersion };
}

/** What the ready pods behind a Service say their version is; all must say the same. */
export async function versionOfSide(
  session: Session,
  probe: ProbeInputs,
  service: KubeObject,
): Promise<string> {
  const { cluster, signal, keeper } = session;
  const name = service.metadata.name;
  const port = portName(service, keeper.router.backends.port);
  const endpoints = await readyEndpointsOf(cluster, name, signal);
  const asked = endpoints.filter(({ pod }) => pod !== undefined).slice(0, mostPods);
  if (asked.length === 0) {
    throw new PreconditionError(`Service ${name} has no ready pod that could be asked its version`);
  }
  const versions = new Set<string>();
  for (const endpoint of asked) versions.add(await ask(session, probe, endpoint, port));
  const [version, ...others] = versions;
  if (version === undefined || others.length > 0) {
    throw new PreconditionError(
      `pods of Service ${name} answer with different versions: ${[...versions].join(', ')}`,
      { hint: 'Wait until its rollout is complete' },
    );
  }
  return version;
}

async function ask(
  { cluster, context, signal }: Session,
  { target }: ProbeInputs,
  { pod = '', ports }: Endpoint,
  portName: string,
): Promise<string> {
  const port = ports[portName] ?? Object.values(ports)[0] ?? 0;
  const headers = { ...target.headers, host: target.host ?? target.url.host };
  const deadline = startDeadline(context.clock, askLimit, `asking pod ${pod}`, signal);
  const path = `${target.url.pathname}${target.url.search}`;
  let problem = 'it was not asked';
  try {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const one = startDeadline(context.clock, attemptLimit, `asking pod ${pod}`, deadline.signal);
      try {
        const answer = await requestPod(cluster, { name: pod, port }, path, headers, one.signal);
        const version = versionOf(target.version, answer);
        if (version !== undefined) return version;
        problem = `it answered ${answer.status} without ${describeVersionSource(target.version)}`;
      } catch (thrown) {
        problem = messageOf(thrown);
        await context.clock.sleep(pause, deadline.signal);
      } finally {
        one.cancel();
      }
    }
  } catch {
    // What was found last says more than that the time is over.
    signal.throwIfAborted();
  } finally {
    deadline.cancel();
  }
  throw new PreconditionError(`pod ${pod} does not tell its version on port ${port}: ${problem}`, {
    hint: 'Check probe-url and probe-version: pods are asked for the same path directly',
  });
}
