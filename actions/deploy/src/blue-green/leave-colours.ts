import { PreconditionError } from '@kube-delivery/shared/action/errors';
import type { BlueGreenRecord } from '@kube-delivery/shared/release/blue-green/blue-green-record';
import { nameIn } from '@kube-delivery/shared/release/blue-green/colour';
import { paint } from '@kube-delivery/shared/release/blue-green/paint';
import { readColours } from '@kube-delivery/shared/release/blue-green/read-colours';
import type { Colours } from '@kube-delivery/shared/release/blue-green/read-colours';
import { removeColour } from '@kube-delivery/shared/release/blue-green/remove-colour';
import { drainMs } from '@kube-delivery/shared/release/blue-green/restore-colour';
import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import type { Session } from '../session.ts';
import { restoreIn } from './restore-in.ts';

/**
 * Brings a release back under its declared names before another strategy than blue-green goes on, as
 * that knows no others: where green serves, the running release comes up as blue and takes over in one
 * switch, so that users always have pods. Then green goes. Gives whether anything was there to leave; a
 * PreconditionError where blue cannot be brought up.
 */
export async function leaveColours(session: Session, facts: HistoryFacts): Promise<boolean> {
  const colours = await coloursToLeave(session, facts);
  if (colours === undefined) return false;
  const { context, inputs, release, signal } = session;
  if (colours.live === 'green') {
    context.log.notice(describeLeaving(colours, inputs.strategy));
    await comeHome(session, facts, colours);
    await context.clock.sleep(drainMs, signal);
  }
  const { pair, services } = colours;
  const objects = facts.coloured?.objects ?? [];
  const canvas = { release, pair, services, objects, replicas: undefined };
  const painting = paint(canvas, 'green');
  if (painting !== undefined) await removeColour(session, pair, painting);
  return true;
}

/** What leaving the colours would do, for a preview; empty where there is nothing to leave. */
export async function previewLeaving(session: Session, facts: HistoryFacts): Promise<string> {
  const colours = await coloursToLeave(session, facts);
  return colours?.live === 'green' ? describeLeaving(colours, session.inputs.strategy) : '';
}

/** The colours of a release that has a green one. */
async function coloursToLeave(
  { cluster, signal }: Session,
  { coloured }: HistoryFacts,
): Promise<Colours | undefined> {
  const pair: BlueGreenRecord | undefined = coloured?.blueGreen;
  if (pair === undefined) return undefined;
  const colours = await readColours(cluster, pair, signal);
  return colours.deployments.green === undefined ? undefined : colours;
}

async function comeHome(
  session: Session,
  { lastGood }: HistoryFacts,
  { pair }: Colours,
): Promise<void> {
  const restored = lastGood && (await restoreIn(session, lastGood, pair, 'blue'));
  if (restored !== undefined && restored.failure === undefined) return;
  const name = nameIn('green', pair.workload);
  const why =
    restored?.failure?.reason ??
    `the history holds no good revision of Deployment ${pair.workload}`;
  throw new PreconditionError(
    `Deployment ${name} serves, and Deployment ${pair.workload} could not take over from it: ${why}`,
    { hint: `Mend that, or go on with strategy blue-green; users are served by ${name}` },
  );
}

function describeLeaving({ pair }: Colours, strategy: string): string {
  const green = nameIn('green', pair.workload);
  return `Deployment ${green} serves since a blue-green release, and strategy ${strategy} goes by declared names: first the running release comes up as Deployment ${pair.workload} and Service ${pair.service} is switched to it, then ${green} is removed.`;
}
