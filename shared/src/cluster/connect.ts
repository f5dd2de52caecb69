import type { ActionContext } from '../action/context.ts';
import { ApiClient } from './api-client.ts';
import type { Patience } from './api-client.ts';
import { chooseCredentials } from './chosen-credentials.ts';
import type { Cluster } from './cluster.ts';
import type { ConnectionInputs } from './connection-inputs.ts';
import { Credentials } from './credentials.ts';
import { KubeCluster } from './kube-cluster.ts';
import type { WatchOptions } from './observe.ts';
import { Transport } from './transport.ts';

/** How patient a connection is with a silent server; the defaults suit real clusters. */
export interface ConnectionTuning {
  readonly patience?: Patience;
  readonly watch?: WatchOptions;
}

/**
 * The cluster that the inputs name. Obtains credentials, which may start a plugin, and throws an
 * InputError or PreconditionError where that fails; the server itself is first asked by the first call.
 */
export async function connect(
  inputs: ConnectionInputs,
  context: Pick<ActionContext, 'clock' | 'environment' | 'log' | 'secrets'>,
  tuning: ConnectionTuning = {},
): Promise<Cluster> {
  const chosen = chooseCredentials(inputs);
  for (const secret of chosen.secrets) context.secrets.add(secret);
  if (chosen.skipTlsVerify) {
    context.log.warning(
      `The certificate of ${chosen.server} is not checked (insecure-skip-tls-verify): whoever stands between can read and change everything.`,
    );
  }
  const credentials = new Credentials(inputs, chosen, context);
  const identity = await credentials.identity();
  const transport = new Transport({
    proxyUrl: chosen.proxyUrl,
    environment: context.environment,
  });
  transport.prepare(identity, new URL(chosen.server));
  const client = new ApiClient(chosen.server, credentials, transport, context, tuning.patience);
  return new KubeCluster({
    client,
    transport,
    namespace: chosen.namespace,
    context,
    ...(tuning.watch === undefined ? {} : { watch: tuning.watch }),
  });
}
