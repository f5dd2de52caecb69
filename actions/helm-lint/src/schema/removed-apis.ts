import { minorOf } from './kubernetes-versions.ts';

/** An API that Kubernetes has deprecated, and removed or is going to. */
export interface RetiredApi {
  readonly apiVersion: string;
  readonly kind: string;
  /** The first version in which it is deprecated: `1.21`. */
  readonly deprecated: string;
  /** The first version that no longer serves it; absent where none is set. */
  readonly removed: string | undefined;
  /** The apiVersion to write instead, with a kind where that changes; absent where there is none. */
  readonly replacement: string | undefined;
}

type Row = readonly [
  apiVersion: string,
  kinds: string,
  deprecated: string,
  removed?: string | undefined,
  replacement?: string,
];

/**
 * Kubernetes' Deprecated API Migration Guide
 * (https://kubernetes.io/docs/reference/using-api/deprecation-guide/), with the versions that the
 * modules k8s.io/api v0.33 to v0.37, k8s.io/apiextensions-apiserver and k8s.io/kube-aggregator say in
 * their `zz_generated.prerelease-lifecycle.go`.
 */
const rows: readonly Row[] = [
  [
    'admissionregistration.k8s.io/v1alpha1',
    'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding',
    '1.35',
    '1.38',
    'admissionregistration.k8s.io/v1beta1',
  ],
  [
    'admissionregistration.k8s.io/v1alpha1',
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding',
    '1.29',
    '1.32',
    'admissionregistration.k8s.io/v1',
  ],
  [
    'admissionregistration.k8s.io/v1beta1',
    'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding',
    '1.37',
    '1.40',
    'admissionregistration.k8s.io/v1',
  ],
  [
    'admissionregistration.k8s.io/v1beta1',
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
    '1.16',
    '1.22',
    'admissionregistration.k8s.io/v1',
  ],
  [
    'admissionregistration.k8s.io/v1beta1',
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding',
    '1.31',
    '1.34',
    'admissionregistration.k8s.io/v1',
  ],
  [
    'apiextensions.k8s.io/v1beta1',
    'CustomResourceDefinition',
    '1.16',
    '1.22',
    'apiextensions.k8s.io/v1',
  ],
  ['apiregistration.k8s.io/v1beta1', 'APIService', '1.19', '1.22', 'apiregistration.k8s.io/v1'],
  ['apps/v1beta1', 'ControllerRevision Deployment StatefulSet', '1.8', '1.16', 'apps/v1'],
  [
    'apps/v1beta2',
    'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet',
    '1.9',
    '1.16',
    'apps/v1',
  ],
  [
    'authentication.k8s.io/v1alpha1',
    'SelfSubjectReview',
    '1.29',
    '1.32',
    'authentication.k8s.io/v1',
  ],
  [
    'authentication.k8s.io/v1beta1',
    'SelfSubjectReview',
    '1.30',
    '1.33',
    'authentication.k8s.io/v1',
  ],
  ['authentication.k8s.io/v1beta1', 'TokenReview', '1.19', '1.22', 'authentication.k8s.io/v1'],
  [
    'authorization.k8s.io/v1beta1',
    'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
    '1.19',
    '1.22',
    'authorization.k8s.io/v1',
  ],
  ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', '1.22', '1.25', 'autoscaling/v2'],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', '1.23', '1.26', 'autoscaling/v2'],
  ['batch/v1beta1', 'CronJob', '1.21', '1.25', 'batch/v1'],
  ['batch/v2alpha1', 'CronJob', '1.8', '1.21', 'batch/v1'],
  [
    'certificates.k8s.io/v1alpha1',
    'ClusterTrustBundle',
    '1.34',
    '1.37',
    'certificates.k8s.io/v1beta1',
  ],
  [
    'certificates.k8s.io/v1alpha1',
    'PodCertificateRequest',
    '1.37',
    '1.40',
    'certificates.k8s.io/v1',
  ],
  [
    'certificates.k8s.io/v1beta1',
    'CertificateSigningRequest',
    '1.19',
    '1.22',
    'certificates.k8s.io/v1',
  ],
  [
    'certificates.k8s.io/v1beta1',
    'ClusterTrustBundle PodCertificateRequest',
    '1.37',
    '1.40',
    'certificates.k8s.io/v1',
  ],
  ['coordination.k8s.io/v1alpha2', 'LeaseCandidate', '1.35', '1.38', 'coordination.k8s.io/v1beta1'],
  ['coordination.k8s.io/v1beta1', 'Lease', '1.19', '1.22', 'coordination.k8s.io/v1'],
  ['coordination.k8s.io/v1beta1', 'LeaseCandidate', '1.36', '1.39'],
  ['discovery.k8s.io/v1beta1', 'EndpointSlice', '1.21', '1.25', 'discovery.k8s.io/v1'],
  ['events.k8s.io/v1beta1', 'Event', '1.22', '1.25', 'events.k8s.io/v1'],
  ['extensions/v1beta1', 'DaemonSet Deployment ReplicaSet', '1.8', '1.16', 'apps/v1'],
  ['extensions/v1beta1', 'Ingress', '1.14', '1.22', 'networking.k8s.io/v1'],
  ['extensions/v1beta1', 'NetworkPolicy', '1.9', '1.16', 'networking.k8s.io/v1'],
  ['extensions/v1beta1', 'PodSecurityPolicy', '1.10', '1.16'],
  [
    'flowcontrol.apiserver.k8s.io/v1beta1',
    'FlowSchema PriorityLevelConfiguration',
    '1.23',
    '1.26',
    'flowcontrol.apiserver.k8s.io/v1',
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta2',
    'FlowSchema PriorityLevelConfiguration',
    '1.26',
    '1.29',
    'flowcontrol.apiserver.k8s.io/v1',
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta3',
    'FlowSchema PriorityLevelConfiguration',
    '1.29',
    '1.32',
    'flowcontrol.apiserver.k8s.io/v1',
  ],
  ['networking.k8s.io/v1alpha1', 'IPAddress ServiceCIDR', '1.30', '1.33', 'networking.k8s.io/v1'],
  ['networking.k8s.io/v1beta1', 'IPAddress ServiceCIDR', '1.34', '1.37', 'networking.k8s.io/v1'],
  ['networking.k8s.io/v1beta1', 'Ingress IngressClass', '1.19', '1.22', 'networking.k8s.io/v1'],
  ['node.k8s.io/v1beta1', 'RuntimeClass', '1.22', '1.25', 'node.k8s.io/v1'],
  ['policy/v1beta1', 'Eviction PodDisruptionBudget', '1.21', '1.25', 'policy/v1'],
  ['policy/v1beta1', 'PodSecurityPolicy', '1.21', '1.25'],
  [
    'rbac.authorization.k8s.io/v1alpha1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
    '1.17',
    '1.22',
    'rbac.authorization.k8s.io/v1',
  ],
  [
    'rbac.authorization.k8s.io/v1beta1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
    '1.17',
    '1.22',
    'rbac.authorization.k8s.io/v1',
  ],
  [
    'resource.k8s.io/v1alpha3',
    'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice',
    '1.34',
    '1.37',
    'resource.k8s.io/v1',
  ],
  ['resource.k8s.io/v1alpha3', 'DeviceTaintRule', '1.36', '1.39', 'resource.k8s.io/v1beta2'],
  [
    'resource.k8s.io/v1beta1',
    'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice',
    '1.35',
    '1.38',
    'resource.k8s.io/v1',
  ],
  [
    'resource.k8s.io/v1beta2',
    'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice',
    '1.36',
    '1.39',
    'resource.k8s.io/v1',
  ],
  ['scheduling.k8s.io/v1alpha1', 'PriorityClass', '1.14', '1.22', 'scheduling.k8s.io/v1'],
  ['scheduling.k8s.io/v1beta1', 'PriorityClass', '1.14', '1.22', 'scheduling.k8s.io/v1'],
  [
    'storage.k8s.io/v1alpha1',
    'CSIStorageCapacity VolumeAttachment',
    '1.21',
    '1.24',
    'storage.k8s.io/v1',
  ],
  ['storage.k8s.io/v1alpha1', 'VolumeAttributesClass', '1.32', '1.35', 'storage.k8s.io/v1'],
  [
    'storage.k8s.io/v1beta1',
    'CSIDriver StorageClass VolumeAttachment',
    '1.19',
    '1.22',
    'storage.k8s.io/v1',
  ],
  ['storage.k8s.io/v1beta1', 'CSINode', '1.17', '1.22', 'storage.k8s.io/v1'],
  ['storage.k8s.io/v1beta1', 'CSIStorageCapacity', '1.24', '1.27', 'storage.k8s.io/v1'],
  ['storage.k8s.io/v1beta1', 'VolumeAttributesClass', '1.34', '1.37', 'storage.k8s.io/v1'],
  [
    'storagemigration.k8s.io/v1alpha1',
    'StorageVersionMigration',
    '1.33',
    '1.36',
    'storagemigration.k8s.io/v1beta1',
  ],
  [
    'storagemigration.k8s.io/v1beta1',
    'StorageVersionMigration',
    '1.37',
    '1.40',
    'storagemigration.k8s.io/v1',
  ],
  ['v1', 'ComponentStatus', '1.19'],
  ['v1', 'Endpoints', '1.33', undefined, 'discovery.k8s.io/v1 EndpointSlice'],
];

/** Every API that Kubernetes has deprecated or removed, by `apiVersion kind`. */
export const retiredApis: ReadonlyMap<string, RetiredApi> = new Map(
  rows.flatMap(([apiVersion, kinds, deprecated, removed, replacement]) =>
    kinds
      .split(' ')
      .map((kind) => [
        `${apiVersion} ${kind}`,
        { apiVersion, kind, deprecated, removed, replacement },
      ]),
  ),
);

/** Whether a Kubernetes version no longer serves the API. */
export function isRemovedIn({ removed }: RetiredApi, version: string): boolean {
  return removed !== undefined && minorOf(version) >= minorOf(removed);
}

/** Whether a Kubernetes version still serves the API, with a warning. */
export function isDeprecatedIn(api: RetiredApi, version: string): boolean {
  return minorOf(version) >= minorOf(api.deprecated) && !isRemovedIn(api, version);
}
