import { isJsonObject } from '@kube-delivery/shared/json/json';
import { nearestWord } from '@kube-delivery/shared/text/nearest-word';
import { describeType, describeValue, listValues, quote } from './describe-value.ts';
import type { Fault } from './field-problem.ts';
import { isQuantity, likelyQuantity } from './quantity.ts';
import type { Limits, SchemaNode, SchemaType } from './schema-node.ts';

const int32 = 2 ** 31;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/**
 * What is wrong with a value that is neither a map nor a list by its schema; undefined where nothing
 * is. `isSecret` keeps the value out of the message.
 */
export function checkScalar(
  value: unknown,
  node: SchemaNode,
  isSecret: boolean,
): Fault | undefined {
  if (!hasType(value, node)) return wrongType(value, node, isSecret);
  return checkEnum(value, node) ?? checkContent(value, node, isSecret) ?? checkLimits(value, node);
}

/** The fault of a value that is of another type than `node` says. */
export function wrongType(value: unknown, node: SchemaNode, isSecret: boolean): Fault {
  return {
    rule: 'wrong-type',
    message: `must be ${describeType(node)}, but is ${describeValue(value, isSecret)}`,
    hint: typeHint(value, node),
  };
}

function hasType(value: unknown, { type }: SchemaNode): boolean {
  return type === undefined || belongs[type](value);
}

const isText = (value: unknown): boolean => typeof value === 'string';

const belongs: Readonly<Record<SchemaType, (value: unknown) => boolean>> = {
  string: isText,
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  'int-or-string': (value) => Number.isInteger(value) || isText(value),
  quantity: (value) => typeof value === 'number' || isText(value),
  object: isJsonObject,
  array: Array.isArray,
};

function typeHint(value: unknown, node: SchemaNode): string {
  const { type } = node;
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  if (isPlain && (type === 'string' || type === 'int-or-string')) {
    return 'put it in quotes, in a template with `| quote`';
  }
  if (typeof value === 'string') {
    const isNumber = /^-?\d+(?:\.\d+)?$/.test(value) && (type === 'integer' || type === 'number');
    const isBoolean = /^(?:true|false)$/.test(value) && type === 'boolean';
    if (isNumber || isBoolean) return 'leave the quotes out';
    const isStructure = /[\n{[]/.test(value);
    if (isStructure && (type === 'object' || type === 'array')) {
      return 'write it as YAML below the key, in a template with `toYaml | nindent`';
    }
  }
  if (type === 'array') return 'write it as a list, each entry after `- `';
  if (type === 'object' && Array.isArray(value)) return 'leave out the `- ` before its keys';
  return `give ${describeType(node)}`;
}

function checkEnum(value: unknown, node: SchemaNode): Fault | undefined {
  const allowed = node.enum;
  if (allowed === undefined || allowed.some((one) => one === value)) return undefined;
  // Kubernetes puts its default in place of empty text.
  if (value === '' && node.refusesNull === undefined) return undefined;
  const texts = allowed.filter((one) => typeof one === 'string');
  const nearest = typeof value === 'string' ? nearestWord(value, texts) : undefined;
  const listed = listValues(allowed);
  return {
    rule: 'unknown-value',
    message: `${describeValue(value, false)} is not allowed here; allowed are ${listed}`,
    hint: nearest === undefined ? `give one of ${listed}` : `write ${nearest}`,
  };
}

function checkContent(value: unknown, node: SchemaNode, isSecret: boolean): Fault | undefined {
  if (node.type === 'quantity' && typeof value === 'string') return checkQuantity(value);
  if (node.format === 'int32' && typeof value === 'number') {
    if (value >= -int32 && value < int32) return undefined;
    return invalid(`the number ${value} does not fit into 32 bits`, 'give a smaller number');
  }
  if (typeof value !== 'string') return undefined;
  if (node.type === 'int-or-string' && node.open === undefined && /^\d+$/.test(value)) {
    return invalid(
      `the text ${quote(value)} is neither a number, as it is in quotes, nor a name or a percentage`,
      'leave the quotes out',
    );
  }
  if (node.format === 'base64' && !base64.test(value.replace(/[\r\n]/g, ''))) {
    const shown = isSecret ? 'the text' : quote(value);
    return invalid(
      `${shown} is not base64, as the field requires`,
      'encode it, in a template with `| b64enc`; a Secret takes plain text in stringData',
    );
  }
  if (node.format === 'date-time' && !dateTime.test(value)) {
    return invalid(`${quote(value)} is not a time`, 'write it as 2026-01-31T12:00:00Z');
  }
  return undefined;
}

function checkQuantity(value: string): Fault | undefined {
  if (isQuantity(value)) return undefined;
  const likely = likelyQuantity(value);
  const units = 'units are m, k, M, G, T and Ki, Mi, Gi, Ti';
  return {
    rule: 'invalid-quantity',
    message: `${quote(value)} is not an amount that Kubernetes reads; ${units}`,
    hint: likely === undefined ? 'write it as 500m, 2 or 128Mi' : `write ${likely}`,
  };
}

/** What is wrong with the size of a number, text or list by the limits of its schema. */
export function checkLimits(value: unknown, { limits }: SchemaNode): Fault | undefined {
  if (limits === undefined) return undefined;
  const broken = brokenLimit(value, limits);
  return broken === undefined
    ? undefined
    : invalid(`${broken}, says the CustomResourceDefinition`, 'give a value within its limits');
}

/** The limit of a number, text or list that `value` breaks, in words. */
function brokenLimit(value: unknown, limits: Limits): string | undefined {
  const { minimum = -Infinity, maximum = Infinity } = limits;
  if (typeof value === 'number') {
    if (value < minimum) return `the number ${value} is below the least of ${minimum}`;
    if (value > maximum) return `the number ${value} is above the most of ${maximum}`;
  }
  const { minLength = 0, maxLength = Infinity } = limits;
  if (typeof value === 'string') {
    const length = Array.from(value).length;
    if (length < minLength) return `text of ${length} characters is shorter than ${minLength}`;
    if (length > maxLength) return `text of ${length} characters is longer than ${maxLength}`;
  }
  const { minItems = 0, maxItems = Infinity } = limits;
  if (Array.isArray(value)) {
    if (value.length < minItems) return `a list of ${value.length} is shorter than ${minItems}`;
    if (value.length > maxItems) return `a list of ${value.length} is longer than ${maxItems}`;
  }
  return undefined;
}

function invalid(message: string, hint: string): Fault {
  return { rule: 'invalid-value', message, hint };
}
