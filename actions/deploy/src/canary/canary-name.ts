/** The name of the object that stands in for `name` while the canary runs. */
export function canaryName(name: string): string {
  return `${name}-canary`;
}
