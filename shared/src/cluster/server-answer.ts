/** One request, ready to be sent. */
export interface ServerRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Milliseconds until an answer must have begun. */
  readonly headersTimeout: number;
  /** Milliseconds that may pass between two parts of the answer. */
  readonly bodyTimeout: number;
}

/** The answer to a request; its body must be read or dumped. */
export interface ServerAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: AnswerBody;
}

/** A body that is still to come; one that breaks off throws. */
export interface AnswerBody extends AsyncIterable<Uint8Array> {
  /** All of it. */
  text(): Promise<string>;
  /** Reads it to its end and forgets it. */
  dump(): Promise<unknown>;
}
