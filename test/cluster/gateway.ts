/** The Gateway that Envoy serves; `manifests/gateway.yaml` declares it. */
export const gateway = { namespace: 'projectcontour', name: 'envoy' } as const;
