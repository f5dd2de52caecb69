import { messageOf } from '@kube-delivery/shared/action/errors';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../../activity-failed.ts';
import { Arguments } from '../arguments.ts';
import type { FunctionWorld, NativeProbe } from '../native-function.ts';
import { byDefault, required } from '../parameter.ts';
import { momentExamples, parseMoment } from './moment.ts';

const common = { type: 'probe', module: 'chaosprometheus.probes', aliases: [] } as const;

/** An instant query to the server at the configuration's `prometheus_base_url`; its answer as it is. */
export const query: NativeProbe = {
  ...common,
  func: 'query',
  parameters: {
    query: required,
    when: byDefault(null),
    timeout: byDefault(null),
    verify_tls: byDefault(true),
  },
  run: async (given, world) => {
    const args = new Arguments(given);
    const when = args.optionalText('when');
    const time = when === undefined ? {} : { time: moment('when', when, world) };
    return ask('query', { query: args.text('query'), ...timeout(args), ...time }, args, world);
  },
};

/** A query over a span of time; its answer as it is. */
export const queryInterval: NativeProbe = {
  ...common,
  func: 'query_interval',
  parameters: {
    query: required,
    start: required,
    end: required,
    step: byDefault(1),
    timeout: byDefault(null),
    verify_tls: byDefault(true),
  },
  run: async (given, world) => {
    const args = new Arguments(given);
    // Prometheus takes seconds and durations such as 1m.
    const { step } = given;
    return ask(
      'query_range',
      {
        query: args.text('query'),
        ...timeout(args),
        ...(typeof step === 'number' || typeof step === 'string' ? { step: String(step) } : {}),
        start: moment('start', args.text('start'), world),
        end: moment('end', args.text('end'), world),
      },
      args,
      world,
    );
  },
};

function timeout(args: Arguments): { readonly timeout?: string } {
  const seconds = args.optionalNumber('timeout');
  return seconds === undefined ? {} : { timeout: String(seconds) };
}

function moment(name: string, text: string, { clock }: FunctionWorld): string {
  const found = parseMoment(text, clock.now());
  if (found !== undefined) return found.toISOString();
  throw new ActivityFailedError(
    `argument ${name} is ${JSON.stringify(text)}, which is no moment; write ${momentExamples}`,
  );
}

const longestAnswer = 30_000;

async function ask(
  endpoint: string,
  parameters: Readonly<Record<string, string>>,
  args: Arguments,
  { scope, signal }: FunctionWorld,
): Promise<Json> {
  const url = new URL(`${baseUrl(scope.configuration)}/api/v1/${endpoint}`);
  url.search = new URLSearchParams(parameters).toString();
  const { Agent, request } = await import('undici');
  const dispatcher = new Agent({ connect: { rejectUnauthorized: args.boolean('verify_tls') } });
  try {
    const answer = await request(url, {
      dispatcher,
      headers: { accept: 'application/json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestAnswer)]),
    });
    const body = await answer.body.text();
    if (answer.statusCode !== 200) {
      throw new ActivityFailedError(
        `Prometheus at ${url.host} answered ${answer.statusCode} to ${parameters.query ?? ''}: ${body.slice(0, 1000)}`,
      );
    }
    return JSON.parse(body) as Json;
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof ActivityFailedError) throw thrown;
    throw new ActivityFailedError(`Prometheus at ${url.host}: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  } finally {
    await dispatcher.destroy();
  }
}

function baseUrl(configuration: JsonObject): string {
  const given = configuration.prometheus_base_url ?? 'http://localhost:9090';
  if (typeof given === 'string' && URL.canParse(given)) return given.replace(/\/+$/, '');
  throw new ActivityFailedError(
    `the configuration's prometheus_base_url is ${JSON.stringify(given)}, but must be a URL`,
  );
}
