import { availabilityProbe } from './availability-probe.ts';

const shared = { module: 'chaosk8s.statefulset.probes', aliases: [], kind: 'StatefulSet' } as const;

/** Waits until all pods that a StatefulSet wants are ready. */
export const statefulSetFullyAvailable = availabilityProbe({
  ...shared,
  func: 'statefulset_fully_available',
  wanted: true,
  raise: 'raise_on_not_fully_available',
});

/** Waits until not all pods that a StatefulSet wants are ready. */
export const statefulSetNotFullyAvailable = availabilityProbe({
  ...shared,
  func: 'statefulset_not_fully_available',
  wanted: false,
  raise: 'raise_on_fully_available',
});
