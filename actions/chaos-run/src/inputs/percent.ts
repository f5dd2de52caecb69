import type { InputReader } from '@kube-delivery/shared/action/input-reader';

/** Reads a percentage, `50%` or `50`, from 0 to 100; undefined where it was not given. */
export function readPercent(
  reader: InputReader,
  name: string,
  fallback?: string,
): number | undefined {
  const text = fallback === undefined ? reader.text(name) : reader.text(name, fallback);
  if (text === undefined) return undefined;
  const [, digits] = /^(\d+(?:\.\d+)?)\s*%?$/.exec(text) ?? [];
  const percent = Number(digits ?? Number.NaN);
  if (percent >= 0 && percent <= 100) return percent;
  reader.reject(name, `${JSON.stringify(text)} is not a percentage from 0% to 100%, such as 50%`);
  return undefined;
}
