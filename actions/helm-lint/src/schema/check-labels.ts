import type { JsonObject } from '@kube-delivery/shared/json/json';
import { quote } from './describe-value.ts';
import type { Fault } from './field-problem.ts';

const longestPart = 63;
const longestPrefix = 253;
const part = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const prefixPattern = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const mostAnnotations = 256 * 1024;

/** A fault of one entry of a map; `about` says of which half. */
export interface EntryFault extends Fault {
  readonly key: string;
  readonly about: 'key' | 'value';
}

/** What is wrong with labels, or with a selector by labels (apimachinery's validation of them). */
export function checkLabels(labels: JsonObject): readonly EntryFault[] {
  return Object.entries(labels).flatMap(([key, value]) => {
    const fault = keyFault(key, 'label');
    if (fault !== undefined) return [fault];
    return typeof value === 'string' && !isLabelValue(value) ? [valueFault(key, value)] : [];
  });
}

/** What is wrong with the keys or the size of annotations. */
export function checkAnnotations(annotations: JsonObject): readonly EntryFault[] {
  const entries = Object.entries(annotations);
  const faults = entries.flatMap(([key]) => {
    // The server compares these in lower case.
    const fault = keyFault(key, 'annotation', key.toLowerCase());
    return fault === undefined ? [] : [fault];
  });
  const sizes = entries.map(([key, value]) => ({
    key,
    size: Buffer.byteLength(key) + (typeof value === 'string' ? Buffer.byteLength(value) : 0),
  }));
  const total = sizes.reduce((sum, { size }) => sum + size, 0);
  const [largest] = sizes.sort((a, b) => b.size - a.size);
  if (total <= mostAnnotations || largest === undefined) return faults;
  const tooLarge: EntryFault = {
    rule: 'invalid-label',
    key: largest.key,
    about: 'value',
    message: `all annotations together have ${total} bytes, and Kubernetes takes ${mostAnnotations}`,
    hint: 'keep large texts in a ConfigMap',
  };
  return [...faults, tooLarge];
}

function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= longestPart && part.test(value));
}

function valueFault(key: string, value: string): EntryFault {
  const rule =
    value.length > longestPart
      ? `it has ${value.length} characters of at most ${longestPart}`
      : 'it may hold letters, digits, `-`, `_` and `.`, and begins and ends with a letter or digit';
  return {
    rule: 'invalid-label',
    key,
    about: 'value',
    message: `${quote(value)} cannot be the value of a label: ${rule}`,
    hint: value.includes('+')
      ? 'replace the plus sign, in a template with `| replace "+" "_"`'
      : 'shorten or replace it, in a template with `| trunc 63 | trimSuffix "-"`',
  };
}

function keyFault(key: string, what: string, compared = key): EntryFault | undefined {
  const slash = compared.indexOf('/');
  const prefix = slash < 0 ? undefined : compared.slice(0, slash);
  const name = compared.slice(slash + 1);
  const isValid =
    name.length <= longestPart &&
    part.test(name) &&
    (prefix === undefined || (prefix.length <= longestPrefix && prefixPattern.test(prefix)));
  if (isValid) return undefined;
  return {
    rule: 'invalid-label',
    key,
    about: 'key',
    message: `${quote(key)} cannot be the key of ${what === 'label' ? 'a label' : 'an annotation'}`,
    hint: 'write it as name or example.com/name, the name with at most 63 letters, digits, `-`, `_` and `.`',
  };
}
