import { arrayAt, objectAt, stringAt } from '../json/json.ts';
import type { Json, JsonObject } from '../json/json.ts';

/**
 * A LabelSelector (matchLabels and matchExpressions) as the text that a list query takes. Empty where
 * it selects everything.
 */
export function labelSelectorText(selector: JsonObject): string {
  const matchLabels = objectAt(selector, 'matchLabels');
  const labels = Object.keys(matchLabels).map(
    (key) => `${key}=${stringAt(matchLabels, key) ?? ''}`,
  );
  return [...labels, ...arrayAt(selector, 'matchExpressions').map(expressionText)].join(',');
}

function expressionText(expression: Json): string {
  const key = stringAt(expression, 'key') ?? '';
  const values = arrayAt(expression, 'values').map(String).join(',');
  switch (stringAt(expression, 'operator')) {
    case 'In':
      return `${key} in (${values})`;
    case 'NotIn':
      return `${key} notin (${values})`;
    case 'DoesNotExist':
      return `!${key}`;
    case 'Exists':
    case undefined:
    default:
      return key;
  }
}

/** Whether a LabelSelector selects an object with these labels; one without conditions selects all. */
export function matchesLabels(
  selector: JsonObject,
  labels: Readonly<Record<string, string>>,
): boolean {
  const matchLabels = objectAt(selector, 'matchLabels');
  return (
    Object.keys(matchLabels).every((key) => labels[key] === stringAt(matchLabels, key)) &&
    arrayAt(selector, 'matchExpressions').every((expression) => satisfies(labels, expression))
  );
}

function satisfies(labels: Readonly<Record<string, string>>, expression: Json): boolean {
  const value = labels[stringAt(expression, 'key') ?? ''];
  const isListed = value !== undefined && arrayAt(expression, 'values').includes(value);
  switch (stringAt(expression, 'operator')) {
    case 'In':
      return isListed;
    case 'NotIn':
      return !isListed;
    case 'DoesNotExist':
      return value === undefined;
    case 'Exists':
    case undefined:
    default:
      return value !== undefined;
  }
}
