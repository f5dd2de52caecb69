import { isTag } from '@kube-delivery/shared/image/reference';
import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import { longestTag, repairTag, shortestRepair } from './repair.ts';

/** What a tag can be put together from, besides fixed text. */
export type ValueName =
  'sha' | 'build-id' | 'build-system' | 'branch' | 'version' | 'date' | 'day' | 'pr';

/** A value, or a sentence on why this build has none. */
export type Value = { readonly text: string } | { readonly absent: string };

/** The values of one build. */
export type Values = Readonly<Record<ValueName, Value>>;

/** The shape of a tag: fixed text and values after one another. */
export type Template = readonly (string | { readonly value: ValueName })[];

/** A legal tag, the value that it lacks, or a sentence on why it cannot be one. */
export type Filled =
  | { readonly tag: string }
  | { readonly lacks: ValueName; readonly why: string }
  | { readonly problem: string };

/** Values that the user may name in a raw text. */
export const rawValues = ['sha', 'build-id', 'branch', 'version', 'date'] as const;

// The others are either made by this action in a legal form or were checked as inputs.
const repaired: readonly ValueName[] = ['branch', 'version'];

/**
 * Reads raw text with `{value}` in it; gives a sentence on what is wrong with it. The text around the
 * values is the user's own: it is checked here and never repaired.
 */
export function parseTemplate(text: string): Template | string {
  const template: (string | { value: ValueName })[] = [];
  for (const piece of text.split(/(\{[^{}]*\})/).filter((each) => each !== '')) {
    const name = /^\{(.*)\}$/.exec(piece)?.[1];
    if (name === undefined) {
      const illegal = /[^\w.-]/u.exec(piece)?.[0];
      if (illegal !== undefined) {
        return `holds ${JSON.stringify(illegal)}, but a tag has only letters, digits, ".", "_" and "-"`;
      }
      template.push(piece);
      continue;
    }
    const value = rawValues.find((each) => each === name);
    if (value === undefined) {
      const known = rawValues.map((each) => `{${each}}`).join(', ');
      return `holds the unknown value {${name}}${suggestion(name, rawValues)}; there are ${known}`;
    }
    template.push({ value });
  }
  return template.length > 0 ? template : 'has no text';
}

/** Whether the template holds the value `name`. */
export function holds(template: Template, name: ValueName): boolean {
  return template.some((piece) => typeof piece !== 'string' && piece.value === name);
}

/** Fills a build's values into a template; branch and version are repaired and shortened to fit. */
export function fill(template: Template, values: Values): Filled {
  const pieces: { readonly text: string; readonly repairable: boolean }[] = [];
  for (const piece of template) {
    if (typeof piece === 'string') {
      pieces.push({ text: piece, repairable: false });
      continue;
    }
    const value = values[piece.value];
    if ('absent' in value) return { lacks: piece.value, why: value.absent };
    pieces.push({ text: value.text, repairable: repaired.includes(piece.value) });
  }
  const joined = (longest: number): string =>
    pieces.map(({ text, repairable }) => (repairable ? repairTag(text, longest) : text)).join('');
  const whole = joined(longestTag);
  if (whole.length <= longestTag) return checked(whole);
  const fixed = pieces.filter(({ repairable }) => !repairable);
  const room = longestTag - fixed.reduce((sum, { text }) => sum + text.length, 0);
  const each = Math.floor(room / Math.max(1, pieces.length - fixed.length));
  return checked(joined(Math.max(shortestRepair, each)));
}

function checked(tag: string): Filled {
  if (tag.length > longestTag) {
    return { problem: `has ${tag.length} characters; a tag has at most ${longestTag}` };
  }
  if (!isTag(tag)) {
    return {
      problem: `gives ${JSON.stringify(tag)}, but a tag starts with a letter, digit or "_"`,
    };
  }
  if (tag.toLowerCase() === 'latest') {
    return {
      problem: `gives ${tag}, which names no fixed version; it is left to floating: latest`,
    };
  }
  return { tag };
}
