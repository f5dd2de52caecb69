import { messageOf, PreconditionError } from '../action/errors.ts';
import type { Secrets } from '../action/secrets.ts';
import type { Clock } from '../time/clock.ts';
import { startDeadline } from '../time/deadline.ts';
import { untilAborted } from '../time/until-aborted.ts';
import { chooseCredentials } from './chosen-credentials.ts';
import type { ChosenCredentials } from './chosen-credentials.ts';
import type { ConnectionInputs } from './connection-inputs.ts';
import { givenIdentity } from './given-identity.ts';
import type { Identity } from './identity.ts';
import type { PluginIdentity } from './plugin-identity.ts';

export type { Identity } from './identity.ts';

/** Long enough for a plugin that opens a session first, short enough not to eat the job's time. */
const pluginTimeoutMs = 60_000;
/** Token files rotate; client-go reads them anew as often. */
const freshForMs = 60_000;

/**
 * The identity a connection presents. It is asked for again every minute, as tokens in files change
 * and plugins' tokens expire, and read from its source anew when the server refused it.
 */
export class Credentials {
  readonly #inputs: ConnectionInputs;
  readonly #secrets: Secrets;
  readonly #clock: Clock;
  #chosen: ChosenCredentials;
  /** Keeps what the plugin gave until that expires. */
  #plugin: PluginIdentity | undefined;
  #current: { readonly identity: Promise<Identity>; readonly since: number } | undefined;

  constructor(
    inputs: ConnectionInputs,
    chosen: ChosenCredentials,
    world: { readonly secrets: Secrets; readonly clock: Clock },
  ) {
    this.#inputs = inputs;
    this.#chosen = chosen;
    this.#secrets = world.secrets;
    this.#clock = world.clock;
  }

  /** The identity of the moment. Throws a PreconditionError where it cannot be had. */
  identity(): Promise<Identity> {
    const now = this.#clock.elapsed();
    if (this.#current === undefined || now - this.#current.since > freshForMs) {
      this.#current = { identity: this.#obtain(), since: now };
      this.#current.identity.catch(() => {
        this.#current = undefined;
      });
    }
    return this.#current.identity;
  }

  /** An identity obtained after `refused` was found to be no longer good. */
  async replacing(refused: Identity): Promise<Identity> {
    const asked = this.#current;
    const present = await this.identity();
    if (present !== refused) return present;
    // Of several whose identity was refused at once, the first one has it replaced for all.
    if (this.#current === asked) {
      // Read from the source, as client-node keeps a plugin's token until the expiry it was told.
      this.#chosen = this.#readAnew();
      this.#plugin = undefined;
      this.#current = undefined;
    }
    return this.identity();
  }

  #readAnew(): ChosenCredentials {
    try {
      const chosen = chooseCredentials(this.#inputs);
      for (const secret of chosen.secrets) this.#secrets.add(secret);
      return chosen;
    } catch (error) {
      throw unobtainable(this.#chosen.server, error);
    }
  }

  async #obtain(): Promise<Identity> {
    try {
      const identity = usesPlugin(this.#chosen)
        ? await this.#askPlugin()
        : givenIdentity(this.#chosen);
      const [, credential] = (identity.headers.Authorization ?? '').split(' ');
      if (credential !== undefined) this.#secrets.add(credential);
      return identity;
    } catch (error) {
      throw unobtainable(this.#chosen.server, error);
    }
  }

  async #askPlugin(): Promise<Identity> {
    const deadline = startDeadline(
      this.#clock,
      pluginTimeoutMs,
      'obtaining credentials for the cluster',
      new AbortController().signal,
    );
    try {
      return await untilAborted(this.#startPlugin(), deadline.signal);
    } finally {
      deadline.cancel();
    }
  }

  async #startPlugin(): Promise<Identity> {
    // Few kubeconfigs need it, and its libraries take longer to load than the rest of a bundle.
    const { PluginIdentity } = await import('./plugin-identity.ts');
    this.#plugin ??= new PluginIdentity(this.#chosen);
    return this.#plugin.obtain();
  }
}

function usesPlugin({ user }: ChosenCredentials): boolean {
  return ['exec', 'auth-provider'].some((key) => (user[key] ?? null) !== null);
}

function unobtainable(server: string, cause: unknown): PreconditionError {
  return new PreconditionError(
    `the credentials for ${server} could not be obtained: ${messageOf(cause)}`,
    {
      hint: 'Check that the files and the credential plugin that the kubeconfig names work on this runner.',
      cause,
    },
  );
}
