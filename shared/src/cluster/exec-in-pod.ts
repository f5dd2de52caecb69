import type { WebSocket } from 'undici';
import { arrayAt, numberAt, objectAt, stringAt } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import { untilAborted } from '../time/until-aborted.ts';
import type { ApiClient } from './api-client.ts';
import type { ApiCall } from './api-error.ts';
import type { CommandResult, PodCommand } from './cluster.ts';
import { objectPath } from './object-paths.ts';
import { podResource } from './pod-log.ts';
import { openPodSocket } from './pod-socket.ts';
import { refusedError, unreachableError } from './status-error.ts';

/** The protocol whose last channel carries how the command ended, as a Status. */
const protocol = 'v5.channel.k8s.io';
const stdoutChannel = 1;
const stderrChannel = 2;
const statusChannel = 3;

/** What is kept of each output: enough for a report, and little enough for memory. */
const mostOutputBytes = 1024 * 1024;

/** Runs a command in a container of a pod and waits for its end. */
export async function execInPod(
  client: ApiClient,
  target: PodCommand & { readonly namespace: string },
  signal: AbortSignal,
): Promise<CommandResult> {
  const { namespace, pod, container, command } = target;
  const call = { verb: 'get', resource: 'pods/exec', namespace, name: pod };
  const path = objectPath(podResource, {
    namespace,
    name: pod,
    subresource: 'exec',
    query: { container, stdout: true, stderr: true },
  });
  const argv = command.map((part) => `&command=${encodeURIComponent(part)}`).join('');
  const title = `the command in pod ${pod}`;
  const run = new RunningCommand();
  const receive = (message: Buffer): void => {
    run.receive(message);
  };
  const request = { call, path: `${path}${argv}`, protocol, title, receive };
  const socket = await openPodSocket(client, request, signal);
  await whenEnded(socket, run, signal);
  return run.result(call, client.server);
}

/** Resolves once the status is there or the connection is not; rejects with the signal's reason. */
async function whenEnded(
  socket: WebSocket,
  run: RunningCommand,
  signal: AbortSignal,
): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    socket.onclose = () => {
      resolve();
    };
    socket.onerror = () => {
      resolve();
    };
    if (socket.readyState === socket.CLOSED) resolve();
  });
  try {
    await untilAborted(Promise.race([run.ended, closed]), signal);
  } finally {
    // The status is the last word; some servers keep the connection for a while.
    socket.close();
  }
}

/** What has come from a command so far. */
class RunningCommand {
  readonly #stdout = new CappedOutput();
  readonly #stderr = new CappedOutput();
  readonly #ended = Promise.withResolvers<undefined>();
  #status: Json | undefined;

  /** Resolves once the command's status is known. */
  get ended(): Promise<undefined> {
    return this.#ended.promise;
  }

  receive(message: Buffer): void {
    const bytes = message.subarray(1);
    if (bytes.length === 0) return;
    if (message[0] === stdoutChannel) this.#stdout.add(bytes);
    if (message[0] === stderrChannel) this.#stderr.add(bytes);
    if (message[0] !== statusChannel) return;
    this.#status = JSON.parse(bytes.toString('utf8')) as Json;
    this.#ended.resolve(undefined);
  }

  /** How it ended. Throws an ApiError where it could not be run, or was lost. */
  result(call: ApiCall, server: string): CommandResult {
    const status = this.#status;
    if (status === undefined) {
      const message = 'the connection broke before the command had ended';
      const hint = 'Look whether the pod is still there, and run it again.';
      throw unreachableError(call, server, { kind: 'unanswered', message, hint }, undefined);
    }
    const exitCode = exitCodeOf(status);
    if (exitCode === undefined) {
      const code = numberAt(status, 'code') ?? 500;
      // Unlike the API server, the kubelet does not say that it is a Status.
      const body = JSON.stringify({ ...objectAt(status), kind: 'Status' });
      throw refusedError(call, { status: code, body });
    }
    return { exitCode, stdout: this.#stdout.text(), stderr: this.#stderr.text() };
  }
}

function exitCodeOf(status: Json): number | undefined {
  if (stringAt(status, 'status') === 'Success') return 0;
  if (stringAt(status, 'reason') !== 'NonZeroExitCode') return undefined;
  const cause = arrayAt(status, 'details', 'causes').find(
    (each) => stringAt(each, 'reason') === 'ExitCode',
  );
  return Number(stringAt(cause, 'message') ?? '1');
}

class CappedOutput {
  readonly #parts: Buffer[] = [];
  #length = 0;

  add(bytes: Buffer): void {
    const kept = bytes.subarray(0, mostOutputBytes - this.#length);
    this.#parts.push(kept);
    this.#length += kept.length;
  }

  text(): string {
    return Buffer.concat(this.#parts).toString('utf8');
  }
}
