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
