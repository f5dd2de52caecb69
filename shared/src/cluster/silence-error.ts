/** A server was silent for too long; the codes are those of undici, which speaks HTTP/1.1 here. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError';
  readonly code: 'UND_ERR_CONNECT_TIMEOUT' | 'UND_ERR_HEADERS_TIMEOUT' | 'UND_ERR_BODY_TIMEOUT';

  constructor(code: SilenceError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
