import { stringAt } from '../json/json.ts';

/** Why a request got no answer. */
export interface CallFailure {
  /**
   * `unsent`: the server cannot have seen the request. `unanswered`: it may have acted on it.
   * `refused`: TLS between here and there cannot work, however often it is tried.
   */
  readonly kind: 'unsent' | 'unanswered' | 'refused';
  /** What went wrong, for people. */
  readonly message: string;
  /** What the user can do about it. */
  readonly hint: string;
}

const checkAddress = 'Check the server in the kubeconfig and that this runner may reach it.';

const unsent: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ENOTFOUND: 'its name is not known (DNS has no such host)',
  EAI_AGAIN: 'its name cannot be looked up at the moment',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'its network cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'it did not accept a connection in time',
};

const certificateFaults =
  /^(CERT_|ERR_TLS_CERT|ERR_SSL|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|EPROTO)/;

/** Reads what a request threw: the error itself or one of its causes carries the code. */
export function explainFailure(thrown: unknown): CallFailure {
  const chain = causesOf(thrown);
  for (const { code, message } of chain) {
    const known = unsent[code];
    if (known !== undefined) return { kind: 'unsent', message: known, hint: checkAddress };
    if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'EPROTO') {
      return {
        kind: 'refused',
        message: `it does not speak TLS as expected (${message})`,
        hint: checkAddress,
      };
    }
    if (certificateFaults.test(code)) {
      return {
        kind: 'refused',
        message: `its certificate is not trusted: ${message} (x509, ${code})`,
        hint: 'Check the certificate authority in the kubeconfig or in certificate-authority.',
      };
    }
    if (message.includes('before secure TLS connection was established')) {
      return { kind: 'unsent', message: 'it broke off the TLS handshake', hint: checkAddress };
    }
    // RFC 9113 section 8.7: the server did nothing with a stream that it refuses.
    if (message.includes('NGHTTP2_REFUSED_STREAM')) {
      return { kind: 'unsent', message: 'it refused another request', hint: checkAddress };
    }
  }
  return {
    kind: 'unanswered',
    message: `the connection broke before an answer came (${chain.at(-1)?.message ?? String(thrown)})`,
    hint: 'Check that the API server is healthy, then run the job again.',
  };
}

/** The code of an error of Node or undici; empty where it has none. */
export function codeOf(thrown: unknown): string {
  return stringAt(thrown, 'code') ?? '';
}

interface CodedError {
  readonly code: string;
  readonly message: string;
}

/** What was thrown and what caused it, outermost first; of several causes at once the first. */
function causesOf(thrown: unknown): CodedError[] {
  const chain: CodedError[] = [];
  let current = thrown;
  while (typeof current === 'object' && current !== null && chain.length < 5) {
    const { message, cause, errors } = current as {
      message?: unknown;
      cause?: unknown;
      errors?: unknown;
    };
    chain.push({ code: codeOf(current), message: String(message).trim() });
    current = Array.isArray(errors) ? (errors[0] as unknown) : cause;
  }
  return chain;
}
