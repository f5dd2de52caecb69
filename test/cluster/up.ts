import { clusterAddresses, type ClusterAddresses } from './addresses.ts';
import { applyClusterObjects, waitUntilUsable } from './cluster-objects.ts';
import { apiServer, apiServerCaFile } from './components/api-server.ts';
import { clusterToolNames, type ClusterTools } from './components/component.ts';
import { containerd } from './components/containerd.ts';
import { contour } from './components/contour.ts';
import { controllerManager } from './components/controller-manager.ts';
import { ensureComponent } from './components/ensure-component.ts';
import { envoy, writeEnvoyBootstrap } from './components/envoy.ts';
import { etcd } from './components/etcd.ts';
import { kubeProxy } from './components/kube-proxy.ts';
import { kubelet } from './components/kubelet.ts';
import { prometheus } from './components/prometheus.ts';
import { registry } from './components/registry.ts';
import { scheduler } from './components/scheduler.ts';
import { createCredentials, writeKubeconfigs } from './credentials.ts';
import { publishBaseImages } from './images/base-images.ts';
import { kubectlOf } from './kubectl.ts';
import { clusterLock, withLock } from './lock.ts';
import { ensureBridge } from './network/bridge.ts';
import { prepareKernelSettings } from './network/kernel-settings.ts';
import { checkPreconditions } from './preconditions.ts';
import { isRoot, runAsRoot } from './privileges.ts';
import { step } from './progress.ts';
import { sampleAppProgram } from './sample-app/publish.ts';
import { publishSampleAppVersions, sampleAppVersions } from './sample-app/versions.ts';
import { installSystemPrograms } from './tools/debian.ts';
import { ensureTools } from './tools/ensure-tools.ts';

/**
 * Brings the cluster up and returns when it can be used. What already works is left alone and what
 * has died is started again, so that calling it twice, or after a crash, is always right.
 */
export async function up(): Promise<ClusterAddresses> {
  await checkPreconditions();
  const tools = await ensureTools(clusterToolNames);
  await installSystemPrograms();
  for (const { version } of sampleAppVersions) await sampleAppProgram(version);
  if (isRoot()) await withLock(clusterLock, () => step('Starting the cluster', () => start(tools)));
  // The tools were built as the user, into the user's cache; only the rest needs root.
  else await runAsRoot('up');
  return clusterAddresses();
}

async function start(tools: ClusterTools): Promise<void> {
  prepareKernelSettings();
  createCredentials();
  await ensureBridge();
  const runtimeStarted = startRuntime(tools);
  await allOf([
    runtimeStarted.then(publishSampleAppVersions),
    startControlPlane(tools).then(() =>
      allOf([
        runtimeStarted.then(() => ensureComponent(kubelet, tools)),
        ensureComponent(kubeProxy, tools),
        ensureComponent(controllerManager, tools),
        ensureComponent(scheduler, tools),
        ensureComponent(prometheus, tools),
        startDataPlane(tools),
      ]),
    ),
  ]);
  await waitUntilUsable(kubectlOf(tools.kubectl));
}

async function startControlPlane(tools: ClusterTools): Promise<void> {
  await ensureComponent(etcd, tools);
  await ensureComponent(apiServer, tools);
  writeKubeconfigs(apiServerCaFile);
}

async function startRuntime(tools: ClusterTools): Promise<void> {
  await allOf([ensureComponent(containerd, tools), ensureComponent(registry, tools)]);
  await publishBaseImages();
}

async function startDataPlane(tools: ClusterTools): Promise<void> {
  await applyClusterObjects(tools);
  await ensureComponent(contour, tools);
  await writeEnvoyBootstrap(tools);
  await ensureComponent(envoy, tools);
}

/**
 * Waits for all, also when one fails: nothing may go on starting processes once `up` has ended and
 * given its lock back.
 */
async function allOf(tasks: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(tasks);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
