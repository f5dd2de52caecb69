import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Cluster } from '../../../shared/src/cluster/cluster.ts';
import type { KubeObject } from '../../../shared/src/cluster/kube-object.ts';
import { arrayAt, stringAt } from '../../../shared/src/json/json.ts';
import type { JsonObject } from '../../../shared/src/json/json.ts';
import { ensureTools } from '../../cluster/index.ts';
import { testCluster } from './test-cluster.ts';

/** A node that is simulated by kwok: its pods are ready at once, and nothing runs in them. */
export interface SimulatedNode {
  /** What of a pod's spec brings it to this node, and to no other. */
  readonly placement: JsonObject;
  /** Ends kwok and removes the node. */
  close(): Promise<void>;
}

const mark = 'kube-delivery.dev/simulated';
const patienceMs = 30_000;

/** The steps that kwok takes with a node and its pods. */
const stages = `
apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata: { name: node-ready }
spec:
  resourceRef: { apiGroup: v1, kind: Node }
  selector:
    matchExpressions:
      - { key: '.status.conditions.[] | select( .type == "Ready" ) | .status', operator: NotIn, values: ['True'] }
  next:
    statusTemplate: |
      {{ $now := Now }}
      conditions:
      {{ range NodeConditions }}
      - type: {{ .type | Quote }}
        status: {{ .status | Quote }}
        reason: {{ .reason | Quote }}
        message: {{ .message | Quote }}
        lastHeartbeatTime: {{ $now | Quote }}
        lastTransitionTime: {{ $now | Quote }}
      {{ end }}
      allocatable: { cpu: 1k, memory: 1Ti, pods: 1M }
      capacity: { cpu: 1k, memory: 1Ti, pods: 1M }
---
apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata: { name: pod-ready }
spec:
  resourceRef: { apiGroup: v1, kind: Pod }
  selector:
    matchExpressions:
      - { key: '.metadata.deletionTimestamp', operator: DoesNotExist }
      - { key: '.status.phase', operator: In, values: [Pending] }
  next:
    statusTemplate: |
      {{ $now := Now }}
      conditions:
      {{ range $type := list "Initialized" "ContainersReady" "Ready" }}
      - { type: {{ $type }}, status: "True", lastTransitionTime: {{ $now | Quote }} }
      {{ end }}
      containerStatuses:
      {{ range .spec.containers }}
      - name: {{ .name | Quote }}
        image: {{ .image | Quote }}
        ready: true
        restartCount: 0
        state: { running: { startedAt: {{ $now | Quote }} } }
      {{ end }}
      phase: Running
      startTime: {{ $now | Quote }}
---
apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata: { name: pod-delete }
spec:
  resourceRef: { apiGroup: v1, kind: Pod }
  selector:
    matchExpressions:
      - { key: '.metadata.deletionTimestamp', operator: Exists }
  next: { delete: true }
`;

function nodeObject(name: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { [mark]: name, 'kubernetes.io/os': 'linux' } },
    // No pod tolerates it but those that are meant for it.
    spec: { taints: [{ key: mark, effect: 'NoSchedule' }] },
  };
}

/** Starts kwok for a node that is named after `topic`, and gives the node once that is ready. */
export async function startSimulatedNode(cluster: Cluster, topic: string): Promise<SimulatedNode> {
  // Tests look for their releases by names with a hyphen, and must not find one in here.
  const name = topic.replaceAll('-', '.');
  const { kwok } = await ensureTools(['kwok']);
  const folder = mkdtempSync(path.join(tmpdir(), 'kube-delivery-kwok-'));
  const file = path.join(folder, 'stages.yaml');
  writeFileSync(file, stages);
  const signal = AbortSignal.timeout(patienceMs);
  // What a run that was cut short left behind.
  await remove(cluster, name, signal);
  await cluster.create(nodeObject(name), { signal });
  const process = spawn(
    kwok,
    [
      `--kubeconfig=${testCluster().kubeconfig}`,
      `--config=${file}`,
      `--manage-single-node=${name}`,
      // Without heartbeats the controllers would take the node for dead.
      '--node-lease-duration-seconds=40',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder, env: { HOME: folder } },
  );
  let log = '';
  process.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = `${log}${text}`.slice(-2000);
  });
  const close = async (): Promise<void> => {
    await end(process);
    await remove(cluster, name, AbortSignal.timeout(patienceMs));
    rmSync(folder, { recursive: true });
  };
  try {
    await untilReady(cluster, name, signal);
  } catch (error) {
    await close();
    throw new Error(`the simulated node did not become ready; kwok said:\n${log}`, {
      cause: error,
    });
  }
  return {
    placement: { nodeSelector: { [mark]: name }, tolerations: [{ key: mark }] },
    close,
  };
}

async function remove(cluster: Cluster, name: string, signal: AbortSignal): Promise<void> {
  await cluster.delete({ apiVersion: 'v1', kind: 'Node', name }, { signal });
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', name };
  await cluster.delete({ ...lease, namespace: 'kube-node-lease' }, { signal });
}

async function untilReady(cluster: Cluster, name: string, signal: AbortSignal): Promise<void> {
  const query = { apiVersion: 'v1', kind: 'Node', fieldSelector: `metadata.name=${name}` };
  for await (const [seen] of cluster.observe(query, signal)) {
    const isReady = arrayAt(seen, 'status', 'conditions').some(
      (condition) =>
        stringAt(condition, 'type') === 'Ready' && stringAt(condition, 'status') === 'True',
    );
    if (isReady) return;
  }
}

async function end(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const ended = once(process, 'exit');
  process.kill('SIGTERM');
  await ended;
}
