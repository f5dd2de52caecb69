/**
 * How a route shares its requests between the two sides: whole weights as the route holds them. The
 * canary's is undefined while it is not among the route's backends at all.
 */
export interface Split {
  readonly stable: number;
  readonly canary: number | undefined;
}

/** Digits after the point that a weight in percent may have. */
export const weightDecimals = 3;

/** Whether `percent` can be asked for: from 0 to 100 with at most `weightDecimals` decimals. */
export function isWeight(percent: number): boolean {
  const scaled = percent * 10 ** weightDecimals;
  return percent >= 0 && percent <= 100 && Math.abs(scaled - Math.round(scaled)) < 1e-6;
}

/** The smallest whole weights that give the canary `percent` of the requests. */
export function splitFor(percent: number): Split {
  let scale = 1;
  while (Math.abs(percent * scale - Math.round(percent * scale)) > 1e-6) scale *= 10;
  const canary = Math.round(percent * scale);
  return { stable: 100 * scale - canary, canary };
}

/** The canary's share in percent; undefined where both weights are 0, as then nobody is served. */
export function canaryPercent({ stable, canary = 0 }: Split): number | undefined {
  const total = stable + canary;
  return total === 0 ? undefined : (100 * canary) / total;
}

/** Whether both hold the same weights and the same backends. */
export function sameSplit(one: Split, other: Split): boolean {
  return one.stable === other.stable && one.canary === other.canary;
}

/** `95/5`, stable first; `100/–` where the canary is not among the backends. */
export function describeSplit({ stable, canary }: Split): string {
  return `${stable}/${canary ?? '–'}`;
}
