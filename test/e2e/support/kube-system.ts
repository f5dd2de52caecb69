/** An object that every cluster has. */
export const kubeSystem = { apiVersion: 'v1', kind: 'Namespace', name: 'kube-system' } as const;
