import { request } from 'undici';
import type { ClusterAddresses } from '../test/cluster/index.ts';
import { podinfoVersion, startLoad } from '../test/e2e/support/load.ts';
import type { Ledger, RunningLoad } from '../test/e2e/support/load.ts';

/** Where the demo's users send their requests. */
export const front = { host: 'shop.example', path: '/version' } as const;

const requestsPerSecond = 300;
const nothing: Ledger = { requests: 0, failures: 0, outcomes: {}, versions: {} };

/** The users of the demo's application. */
export interface Traffic {
  /** From now on the users send their requests; later calls do nothing. */
  begin(): void;
  ledger(): Ledger;
  /** The version that answers a request now; undefined where none does. */
  serving(): Promise<string | undefined>;
  stop(): Promise<void>;
}

/** The demo's users, who go away after `longest` milliseconds at the latest. */
export function createTraffic({ envoyUrl }: ClusterAddresses, longest: number): Traffic {
  const url = `${envoyUrl}${front.path}`;
  let load: RunningLoad | undefined;
  return {
    begin: () => {
      const { host } = front;
      load ??= startLoad({ url, host, requestsPerSecond, longest, versionOf: podinfoVersion });
    },
    ledger: () => load?.ledger() ?? nothing,
    serving: async () => {
      const answer = await request(url, { headers: { host: front.host } });
      return podinfoVersion(await answer.body.text());
    },
    stop: async () => {
      await load?.stop();
    },
  };
}
