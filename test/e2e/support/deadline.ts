/** A signal for one call to the cluster, which ends it after half a minute. */
export function deadline(): AbortSignal {
  return AbortSignal.timeout(30_000);
}
