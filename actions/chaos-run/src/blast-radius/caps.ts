/** How much may be hit, as the inputs say. */
export interface Caps {
  /** Whether pods, workloads, namespaces or nodes must be opted in. */
  readonly optIn: 'required' | 'none';
  /** Only these namespaces, where given. */
  readonly namespaces: readonly string[] | undefined;
  readonly protectedNamespaces: readonly string[];
  /** Of one act. */
  readonly maxTargets: number;
  /** Of what the act matched, 0–100; rounded down. */
  readonly maxPercent: number;
  /** Ready pods of a workload that must be left. */
  readonly minReadyRemaining: number;
  /** Milliseconds since creation. */
  readonly minimumAge: number;
  /** Pods are evicted, so that a PodDisruptionBudget can refuse. */
  readonly respectPdb: boolean;
}
