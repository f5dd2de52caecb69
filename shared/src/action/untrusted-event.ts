import { booleanAt, stringAt } from '../json/json.ts';
import type { InputReader } from './input-reader.ts';
import type { RunFacts } from './run-facts.ts';

/** Why code of this event may come from somebody who cannot push, or undefined where it cannot. */
export function untrustedEvent(run: Pick<RunFacts, 'eventName' | 'event'>): string | undefined {
  if (run.eventName === 'pull_request_target') {
    return 'the event pull_request_target runs with secrets on behalf of anybody';
  }
  if (!run.eventName.startsWith('pull_request')) return undefined;
  const head = stringAt(run.event, 'pull_request', 'head', 'repo', 'full_name');
  const base = stringAt(run.event, 'pull_request', 'base', 'repo', 'full_name');
  const fork = booleanAt(run.event, 'pull_request', 'head', 'repo', 'fork');
  if (fork !== true && (head === undefined || head === base)) return undefined;
  return `the pull request comes from the fork ${head ?? 'of a deleted repository'}`;
}

/** Reads `allow-untrusted-events` and refuses an untrusted event without it. */
export function refuseUntrustedEvent(reader: InputReader, run: RunFacts): void {
  const allowed = reader.boolean('allow-untrusted-events', false);
  const reason = untrustedEvent(run);
  if (reason === undefined || allowed) return;
  reader.reject(
    'allow-untrusted-events',
    `is false and ${reason}; set it to true only if nothing of that change decides what is written`,
  );
}
