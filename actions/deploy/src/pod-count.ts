import type { InputReader } from '@kube-delivery/shared/action/input-reader';

/** A number of pods, or a percentage of some other number of pods. */
export type PodCount =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'percent'; readonly value: number };

/** Reads a whole number or a percentage such as `25%`; at most 100 %. */
export function readPodCount(
  reader: InputReader,
  name: string,
  options: { readonly fallback?: string; readonly min: number },
): PodCount | undefined {
  const { fallback } = options;
  const text = fallback === undefined ? reader.text(name) : reader.text(name, fallback);
  if (text === undefined) return undefined;
  const [, digits = '', percent] = /^(\d{1,9})(%?)$/.exec(text) ?? [];
  const value = Number(digits);
  const fits = digits !== '' && value >= options.min && (percent === '' || value <= 100);
  if (!fits) {
    const range = options.min > 0 ? `of at least ${options.min}` : 'of 0 or more';
    reader.reject(
      name,
      `${JSON.stringify(text)} is not a number of pods; give a whole number ${range}, or a percentage up to 100%`,
    );
  }
  return { kind: percent === '%' ? 'percent' : 'number', value };
}

/** How many pods that is of `whole`, rounded up, at least one. */
export function podsOf(count: PodCount, whole: number): number {
  if (count.kind === 'number') return count.value;
  return Math.max(1, Math.ceil((count.value * whole) / 100));
}

/** As Kubernetes writes it: a number, or text with a percent sign. */
export function asIntOrString({ kind, value }: PodCount): number | string {
  return kind === 'number' ? value : `${value}%`;
}
