const quantity = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;
const loose = /^\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*([a-zA-Z]*)\s*$/;

/** Whether Kubernetes reads `text` as an amount (apimachinery's resource.ParseQuantity). */
export function isQuantity(text: string): boolean {
  return quantity.test(text);
}

/** What was probably meant by a text that is no amount: `512Mi` for `512MB`; undefined where unclear. */
export function likelyQuantity(text: string): string | undefined {
  const [, amount = '', unit = ''] = loose.exec(text) ?? [];
  if (amount === '') return undefined;
  if (/^(?:core|cores|cpu|cpus|b|bytes?)$/i.test(unit)) return amount;
  if (/^(?:milli|millicores?|millicpus?)$/i.test(unit)) return `${amount}m`;
  const [, prefix] = /^([kmgtpe])i?(?:b|bytes?)?$/i.exec(unit) ?? [];
  if (prefix !== undefined) return `${amount}${prefix.toUpperCase()}i`;
  return unit === '' && isQuantity(amount) ? amount : undefined;
}
