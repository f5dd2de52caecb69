import type { KubeObject } from '@kube-delivery/shared/cluster/kube-object';

/** The label or annotation by which owners let chaos happen, or forbid it. */
export const chaosKey = 'kube-delivery.dev/chaos';

/** Those of other tools, which count where ours is missing. */
const otherKeys = ['kube-monkey/enabled', 'chaos-mesh.org/inject'];

/** What one object says of itself and all that belongs to it. */
export type OptIn =
  | { readonly says: 'enabled' | 'disabled' }
  /** A value that means neither. */
  | { readonly says: 'unclear'; readonly text: string };

/** What an object's labels and annotations say; undefined where they say nothing. */
export function optInOf({ metadata }: Pick<KubeObject, 'metadata'>): OptIn | undefined {
  return saidBy(metadata, [chaosKey]) ?? saidBy(metadata, otherKeys);
}

function saidBy(
  { labels, annotations }: KubeObject['metadata'],
  keys: readonly string[],
): OptIn | undefined {
  const values = keys.flatMap((key) =>
    [labels?.[key], annotations?.[key]]
      .filter((value) => value !== undefined)
      .map((value) => ({ key, value })),
  );
  // Of a label and an annotation that disagree, the careful one counts.
  if (values.some(({ value }) => value === 'disabled')) return { says: 'disabled' };
  const unclear = values.find(({ value }) => value !== 'enabled');
  if (unclear !== undefined) {
    return { says: 'unclear', text: `${unclear.key} is ${JSON.stringify(unclear.value)}` };
  }
  return values.length === 0 ? undefined : { says: 'enabled' };
}

/** One object that may speak for the one that is judged: that itself, its workload, its namespace. */
export interface Voice {
  /** For people: `it`, `Deployment web`, `namespace shop`. */
  readonly title: string;
  /** Undefined where it does not exist, or may not be read. */
  readonly object: Pick<KubeObject, 'metadata'> | undefined;
  /** Why it may not be read; what it says is not known then. */
  readonly unread?: string;
}

/**
 * Why an object may not be hit, told from what it and those around it say, nearest first; empty where it
 * may. `disabled` holds although no opt-in is required. Where one that is to be asked may not be read, it
 * may not.
 */
export function optInProblem(voices: readonly Voice[], optIn: 'required' | 'none'): string {
  // What an owner says to us counts more than what anybody nearer says to other tools.
  for (const keys of [[chaosKey], otherKeys]) {
    for (const { title, object, unread } of voices) {
      // It might forbid it, and nobody nearer has allowed it.
      if (unread !== undefined) return unread;
      const found = object && saidBy(object.metadata, keys);
      switch (found?.says) {
        case undefined:
          continue;
        case 'enabled':
          return '';
        case 'disabled':
          return title === 'it' ? 'is opted out' : `is opted out by ${title}`;
        case 'unclear':
          if (optIn === 'none') continue;
          return `is not opted in: of ${title}, ${found.text}, not "enabled"`;
      }
    }
  }
  if (optIn === 'none') return '';
  return `is not opted in: label or annotate ${oneOf(voices)} with ${chaosKey}=enabled`;
}

function oneOf(voices: readonly Voice[]): string {
  const titles = voices.map(({ title }) => title);
  const last = titles.at(-1) ?? 'it';
  return titles.length < 2 ? last : `${titles.slice(0, -1).join(', ')} or ${last}`;
}
