import { messageOf } from '../action/errors.ts';

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
  for (const error of chain) {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    const known = unsent[code];
    if (known !== undefined) return { kind: 'unsent', message: known, hint: checkAddress };
    if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'EPROTO') {
      return {
        kind: 'refused',
        message: `it does not speak TLS as expected (${error.message.trim()})`,
        hint: checkAddress,
      };
    }
    if (certificateFaults.test(code)) {
      return {
        kind: 'refused',
        message: `its certificate is not trusted: ${error.message} (x509, ${code})`,
        hint: 'Check the certificate authority in the kubeconfig or in certificate-authority.',
      };
    }
    if (error.message.includes('before secure TLS connection was established')) {
      return { kind: 'unsent', message: 'it broke off the TLS handshake', hint: checkAddress };
    }
  }
  return {
    kind: 'unanswered',
    message: `the connection broke before an answer came (${messageOf(chain.at(-1) ?? thrown)})`,
    hint: 'Check that the API server is healthy, then run the job again.',
  };
}

function causesOf(thrown: unknown): Error[] {
  const chain: Error[] = [];
  let current = thrown;
  while (current instanceof Error && chain.length < 5) {
    chain.push(current);
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  return chain;
}
