import path from 'node:path';
import { nodeName, type ClusterTools } from './components/component.ts';
import { gateway } from './gateway.ts';
import { kubectlOf, type Kubectl } from './kubectl.ts';
import { sourceFolder } from './paths.ts';
import { waitFor } from './processes/wait-for.ts';

const kindsTimeoutMs = 30_000;

/** Installs the kinds that routes need, and the Gateway; does nothing where they already are. */
export async function applyClusterObjects(tools: ClusterTools): Promise<void> {
  const kubectl = kubectlOf(tools.kubectl);
  await applyKinds(kubectl, tools['gateway-api-crds'], tools['contour-crds']);
  await apply(kubectl, path.join(sourceFolder, 'manifests', 'gateway.yaml'));
}

/** Waits until a pod that is created now would be run and could be reached. */
export async function waitUntilUsable(kubectl: Kubectl): Promise<void> {
  await Promise.all([
    kubectl('wait', '--for=condition=Ready', `node/${nodeName}`, '--timeout=60s'),
    kubectl('wait', '--for=create', 'serviceaccount/default', '-n', 'default', '--timeout=60s'),
    kubectl(
      'wait',
      '--for=condition=Programmed',
      `gateway/${gateway.name}`,
      `--namespace=${gateway.namespace}`,
      '--timeout=60s',
    ),
  ]);
}

// A kind is served only a moment after its definition was accepted, and Contour gives up without it.
async function applyKinds(kubectl: Kubectl, ...files: readonly string[]): Promise<void> {
  const kinds = (await apply(kubectl, ...files))
    .split('\n')
    .flatMap((name) => /^customresourcedefinition[^/]*\/(.+)$/.exec(name)?.[1] ?? []);
  const list = async (): Promise<void> => {
    await kubectl('get', kinds.join(','), '--all-namespaces', '--output=name');
  };
  await waitFor('the Gateway API', list, kindsTimeoutMs);
}

function apply(kubectl: Kubectl, ...files: readonly string[]): Promise<string> {
  const named = files.flatMap((file) => ['--filename', file]);
  return kubectl('apply', '--server-side', '--force-conflicts', '--output=name', ...named);
}
