import { arrayAt, isJsonObject, stringAt } from '../json/json.ts';
import type { Json } from '../json/json.ts';
import { formatDuration } from '../time/duration.ts';
import { ApiError } from './api-error.ts';
import type { ApiCall, ApiErrorCause } from './api-error.ts';
import type { CallFailure } from './call-failure.ts';

/** An answer that is not 2xx. */
export interface RefusedAnswer {
  readonly status: number;
  readonly body: string;
}

const longestMessage = 2_000;
const longestUnknownBody = 300;

const lasting = /^failed to create typed patch object|more than one PodDisruptionBudget/;

/** The error of an answer; a Status object is read, of any other body only the beginning is shown. */
export function refusedError(call: ApiCall, refused: RefusedAnswer): ApiError {
  const { body } = refused;
  const answer = parseStatus(body);
  const said =
    answer === undefined
      ? body.slice(0, longestUnknownBody).trim()
      : (stringAt(answer, 'message') ?? '').slice(0, longestMessage);
  const { status, reason } = classify(refused.status, stringAt(answer, 'reason') ?? '', said);
  const hint = hintFor(status, said, call);
  return new ApiError(
    `${describeCall(call)}: ${status}${reason === '' ? '' : ` ${reason}`}${said === '' ? '' : `: ${said}`}`,
    {
      status,
      reason,
      call,
      causes: arrayAt(answer, 'details', 'causes').map(readCause),
      ...(hint === undefined ? {} : { hint }),
    },
  );
}

/** The error of a call that got no answer: status 0. */
export function unreachableError(
  call: ApiCall,
  server: string,
  failure: CallFailure,
  cause: unknown,
): ApiError {
  return new ApiError(
    `${describeCall(call)}: the API server ${server} cannot be used: ${failure.message}`,
    { status: 0, reason: 'Unreachable', call, hint: failure.hint, cause },
  );
}

/** The error of a call that was tried several times, which says so. */
export function afterAttempts(error: ApiError, attempts: number, elapsed: number): ApiError {
  if (attempts === 1) return error;
  const { status, reason, call, causes, hint, cause } = error;
  return new ApiError(`${error.message} (${attempts} attempts in ${formatDuration(elapsed)})`, {
    status,
    reason,
    call,
    causes,
    cause,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** `get deployments.apps web in namespace shop`. */
export function describeCall({ verb, resource, namespace, name }: ApiCall): string {
  const place = namespace === undefined ? '' : ` in namespace ${namespace}`;
  return `${verb} ${resource}${name === undefined ? '' : ` ${name}`}${place}`;
}

/**
 * Two answers with 500 that no repetition mends: server-side apply's to an object that does not fit its
 * schema, and an eviction's of a pod that several PodDisruptionBudgets select.
 */
function classify(
  status: number,
  reason: string,
  said: string,
): { readonly status: number; readonly reason: string } {
  return status === 500 && lasting.test(said)
    ? { status: 422, reason: 'Invalid' }
    : { status, reason };
}

function parseStatus(body: string): Json | undefined {
  try {
    const answer: unknown = JSON.parse(body);
    return isJsonObject(answer) && answer.kind === 'Status' ? answer : undefined;
  } catch {
    return undefined;
  }
}

function readCause(cause: Json): ApiErrorCause {
  return {
    reason: stringAt(cause, 'reason') ?? '',
    message: (stringAt(cause, 'message') ?? '').slice(0, longestMessage),
    field: stringAt(cause, 'field') ?? '',
  };
}

function hintFor(status: number, said: string, call: ApiCall): string | undefined {
  if (status === 401) {
    return 'The server does not accept the credentials: renew the token or the kubeconfig.';
  }
  // Quotas and admission answer 403 as well, and no rule helps against them.
  if (status === 403 && /\bcannot \w+ (resource|path)\b/.test(said)) return rbacHint(call);
  return undefined;
}

/** Verbs that RBAC asks for beside the one that is named. */
const companions: Readonly<Record<string, readonly string[]>> = {
  list: ['list', 'watch'],
  watch: ['list', 'watch'],
  // Server-side apply of an object that is not there yet is a create.
  patch: ['create', 'patch'],
};

/** A WebSocket is opened by a GET, and Kubernetes 1.35 asks for `create` beside it. */
const socketResources = ['pods/exec', 'pods/portforward'];
const socketVerbs = ['get', 'create'];

/** A rule that allows the call, ready to be pasted. */
function rbacHint({ verb, resource, namespace }: ApiCall): string {
  const [plural = resource, group = ''] = splitAtFirst(resource, '.');
  const verbs = socketResources.includes(resource) ? socketVerbs : (companions[verb] ?? [verb]);
  const rule = `- {apiGroups: [${JSON.stringify(group)}], resources: [${JSON.stringify(plural)}], verbs: [${verbs
    .map((each) => JSON.stringify(each))
    .join(', ')}]}`;
  const role = namespace === undefined ? 'a ClusterRole' : `a Role in namespace ${namespace}`;
  return `Add this rule to ${role}: ${rule}`;
}

function splitAtFirst(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
