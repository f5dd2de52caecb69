import { createHash } from 'node:crypto';
import { isTag } from '@kube-delivery/shared/image/reference';

/** Characters of the longest tag. */
export const longestTag = 128;
/** The shortest limit that a repaired text can keep: a letter, `-` and 8 hex digits. */
export const shortestRepair = 10;
// Kubernetes: a label's value.
const longestLabel = 63;
const labelValue = /^[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/;
const marked = /-[0-9a-f]{8}$/;

/**
 * `text` as a legal tag of at most `longest` characters (10 or more). Legal text stays as it is;
 * anything else loses what is illegal and gets `-` and 8 hex digits of the original's SHA-256. Text
 * that ends like that by itself counts as illegal, so that two texts never become the same tag.
 */
export function repairTag(text: string, longest: number = longestTag): string {
  if (isTag(text) && text.length <= longest && !marked.test(text)) return text;
  return markedText(text.replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, ''), text, longest);
}

/** `tag` itself where it can be a label's value in Kubernetes, else a repaired form that can. */
export function labelSafe(tag: string): string {
  if (labelValue.test(tag)) return tag;
  return markedText(tag.replace(/^[^A-Za-z0-9]+/, ''), tag, longestLabel);
}

function markedText(legal: string, original: string, longest: number): string {
  const mark = `-${createHash('sha256').update(original).digest('hex').slice(0, 8)}`;
  const kept = legal.slice(0, longest - mark.length).replace(/[._-]+$/, '');
  return `${kept === '' ? 'x' : kept}${mark}`;
}
