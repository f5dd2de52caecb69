import { PreconditionError } from '@kube-delivery/shared/action/errors';
import { groupOf } from '@kube-delivery/shared/manifests/manifest';
import { workloadOf } from '@kube-delivery/shared/release/blue-green/blue-green-record';
import type { ColourPair } from '@kube-delivery/shared/release/blue-green/blue-green-record';
import { nameIn } from '@kube-delivery/shared/release/blue-green/colour';
import { paint } from '@kube-delivery/shared/release/blue-green/paint';
import { readColours } from '@kube-delivery/shared/release/blue-green/read-colours';
import type { Colours } from '@kube-delivery/shared/release/blue-green/read-colours';
import { removeColour } from '@kube-delivery/shared/release/blue-green/remove-colour';
import { drainMs } from '@kube-delivery/shared/release/blue-green/restore-colour';
import type { ReleasePlan } from '@kube-delivery/shared/release/release-plan';
import type { HistoryFacts } from '@kube-delivery/shared/release/release-record';
import { podLabelsOf, selects } from '@kube-delivery/shared/release/twin/service-selector';
import type { Session } from '../session.ts';
import { restoreIn } from './restore-in.ts';

/**
 * Brings a release back under its declared names before another strategy than blue-green goes on, as
 * that knows no others: where green serves, the running release comes up as blue and takes over in one
 * switch, so that users always have pods. Then green goes. Gives whether anything was there to leave; a
 * PreconditionError where blue cannot be brought up.
 */
export async function leaveColours(
  session: Session,
  facts: HistoryFacts,
  plan: ReleasePlan,
): Promise<boolean> {
  const colours = await coloursToLeave(session, facts, plan);
  if (colours === undefined) return false;
  const { context, inputs, release, signal } = session;
  if (colours.live === 'green') {
    context.log.notice(describeLeaving(colours, inputs.strategy));
    await comeHome(session, facts, colours);
    await context.clock.sleep(drainMs, signal);
  }
  const { pair, services } = colours;
  const objects = facts.coloured?.objects ?? plan.objects.map(({ declared }) => declared);
  const canvas = { release, pair, services, objects, replicas: undefined };
  const painting = paint(canvas, 'green');
  if (painting !== undefined) await removeColour(session, pair, painting);
  return true;
}

/** What leaving the colours would do, for a preview; empty where there is nothing to leave. */
export async function previewLeaving(
  session: Session,
  facts: HistoryFacts,
  plan: ReleasePlan,
): Promise<string> {
  const colours = await coloursToLeave(session, facts, plan);
  return colours?.live === 'green' ? describeLeaving(colours, session.inputs.strategy) : '';
}

/** The colours of a release that has a green one. */
async function coloursToLeave(
  { cluster, signal }: Session,
  { coloured }: HistoryFacts,
  plan: ReleasePlan,
): Promise<Colours | undefined> {
  const pairs = coloured?.blueGreen === undefined ? pairsIn(plan) : [coloured.blueGreen];
  for (const pair of pairs) {
    // Where there is no green one, other strategies need not know where the Service leads.
    const green = { ...workloadOf(pair), name: nameIn('green', pair.workload) };
    if ((await cluster.read(green, signal)) !== undefined) {
      return readColours(cluster, pair, signal);
    }
  }
  return undefined;
}

/**
 * What may have colours where the history knows of none, as it was deleted: Deployments behind Services
 * that the plan would let select other pods.
 */
function pairsIn({ objects }: ReleasePlan): readonly ColourPair[] {
  const turned = objects
    .filter(({ reference }) => reference.kind === 'Service' && groupOf(reference) === '')
    .filter(({ fields }) => fields.some(({ path }) => path.startsWith('spec.selector')));
  return turned.flatMap(({ declared, reference: { name, namespace = '' } }) =>
    objects
      .filter(({ reference }) => reference.kind === 'Deployment' && groupOf(reference) === 'apps')
      .filter((each) => selects(declared, podLabelsOf(each.declared)))
      .map(({ reference }) => ({ namespace, workload: reference.name, service: name })),
  );
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
