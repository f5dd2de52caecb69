import { readFileSync } from 'node:fs';
import { messageOf } from '@kube-delivery/shared/action/errors';
import { Agent, EnvHttpProxyAgent } from 'undici';
import type { Dispatcher } from 'undici';
import { ActivityCrashedError } from '../../activity-failed.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Connections for one activity, through the proxies that the environment names. Certificates are checked
 * unless `verifyTls` is false, against those of REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE where one is set. The
 * timeout counts in milliseconds, 0 is none.
 */
export function openConnections(
  verifyTls: boolean,
  connectTimeout: number,
  environment: Environment,
): Dispatcher {
  const bundle = verifyTls ? certificates(environment) : undefined;
  const tls = {
    rejectUnauthorized: verifyTls,
    timeout: connectTimeout,
    ...(bundle === undefined ? {} : { ca: bundle }),
  };
  const common = { allowH2: false, connect: tls };
  const httpsProxy = named(environment, 'https_proxy');
  const httpProxy = named(environment, 'http_proxy');
  if (httpsProxy === '' && httpProxy === '') return new Agent(common);
  return new EnvHttpProxyAgent({
    ...common,
    requestTls: tls,
    proxyTls: { timeout: connectTimeout },
    httpsProxy,
    httpProxy,
    noProxy: named(environment, 'no_proxy'),
  });
}

function named(environment: Environment, name: string): string {
  return environment[name] ?? environment[name.toUpperCase()] ?? '';
}

function certificates(environment: Environment): string | undefined {
  const file = environment.REQUESTS_CA_BUNDLE ?? environment.CURL_CA_BUNDLE ?? '';
  if (file === '') return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ActivityCrashedError(
      `the certificates of REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE could not be read: ${messageOf(error)}`,
      { cause: error },
    );
  }
}
