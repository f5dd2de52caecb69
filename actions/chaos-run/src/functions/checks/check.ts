import { RefusedAddressError } from '@kube-delivery/shared/http-check/address-guard';
import { askCheck } from '@kube-delivery/shared/http-check/ask-check';
import type { Place } from '@kube-delivery/shared/http-check/ask-check';
import type { Check } from '@kube-delivery/shared/http-check/check';
import { parseOneCheck } from '@kube-delivery/shared/http-check/parse-checks';
import { describeTarget, parseTarget, targetExamples } from '@kube-delivery/shared/target/target';
import type { Target } from '@kube-delivery/shared/target/target';
import { findTargetPods } from '@kube-delivery/shared/target/target-pods';
import type { TargetPod } from '@kube-delivery/shared/target/target-pods';
import { shownUrl } from '@kube-delivery/shared/tools/download-source';
import { ActivityFailedError } from '../../activity-failed.ts';
import { Arguments } from '../arguments.ts';
import type { FunctionWorld, NativeProbe } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { askReadyPods } from './ask-ready-pods.ts';
import { outcomeOf } from './check-outcome.ts';
import type { PlaceAnswer } from './check-outcome.ts';

/** Milliseconds for a check that has no time of its own. */
const usualTimeout = 10_000;

type World = Pick<FunctionWorld, 'cluster' | 'clock' | 'signal'>;

/**
 * Asks a check as smoke-test knows it: one with a `url` there, one with a `path` at every ready pod of
 * `target` through the API server. Gives `{passed, reason, latency_ms, asked}`.
 */
export const check: NativeProbe = {
  type: 'probe',
  module: 'kube_delivery.probes',
  func: 'check',
  aliases: [],
  parameters: { check: required, target: byDefault(null), ns: byDefault(null) },
  run: async (given, world) => {
    const args = new Arguments(given);
    const parsed = parseOneCheck(args.object('check'));
    if ('problems' in parsed) {
      throw new ActivityFailedError(`argument check: ${parsed.problems.join('; ')}`);
    }
    const { url } = parsed.check;
    if (url instanceof URL) {
      const place = { kind: 'url', base: url } as const;
      return outcomeOf([await ask(parsed.check, place, shownUrl(url), world)]);
    }
    const target = readTarget(args);
    const namespace = args.optionalText('ns') ?? world.cluster.namespace;
    return askReadyPods({
      target: describeTarget(target),
      find: async () => findTargetPods(world.cluster, target, world.signal, namespace),
      ask: async (pod) => askPod(parsed.check, target, pod, world),
    });
  },
};

function readTarget(args: Arguments): Target {
  const text = args.optionalText('target');
  if (text === undefined) {
    const what = 'argument target is missing: a check with a path is asked at pods';
    throw new ActivityFailedError(`${what}; give ${targetExamples}, or the check a url`);
  }
  const target = parseTarget(text);
  if (target !== undefined) return target;
  const given = JSON.stringify(text);
  throw new ActivityFailedError(`argument target is ${given}, but must be like ${targetExamples}`);
}

async function askPod(
  asked: Check,
  target: Target,
  { name, namespace, port }: TargetPod,
  world: World,
): Promise<PlaceAnswer> {
  const place = `pod ${name}`;
  if (port === undefined) {
    const wanted = target.port === undefined ? 'any port' : `the port of ${describeTarget(target)}`;
    const problem = `does not declare ${wanted}; name one as ${target.kind}/${target.name}:<port>`;
    return { place, problems: [problem], unreachable: true };
  }
  const { cluster } = world;
  return ask(asked, { kind: 'pod', cluster, namespace, name, port: port.number }, place, world);
}

async function ask(
  asked: Check,
  place: Place,
  shown: string,
  { clock, signal }: World,
): Promise<PlaceAnswer> {
  const options = {
    timeout: usualTimeout,
    addresses: { allowPrivate: true },
    certificates: undefined,
  };
  try {
    return { place: shown, ...(await askCheck(asked, place, options, { clock, signal })) };
  } catch (error) {
    if (!(error instanceof RefusedAddressError)) throw error;
    throw new ActivityFailedError(`check ${asked.name}: ${error.message}`, { cause: error });
  }
}
