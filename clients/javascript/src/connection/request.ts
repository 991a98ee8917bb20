import { AudioConnectionError, AudioRequestError } from "../errors.js";
import { deferred } from "../promises.js";
import type { ClientMessage, Reply } from "../wire/messages.js";
import type { Connection } from "./connection.js";

/** What becomes of a request when the connection is cut before its reply. */
export type OnCut = "fail" | "send-again";

/**
 * A request that waits for its reply. What is sent again after a cut changes nothing if the daemon carried it out the
 * first time.
 */
export class Request<R extends Reply = Reply> {
  readonly onCut: OnCut;

  /** Makes the message when it is sent; undefined: there is no need to send it any more. */
  readonly message: () => ClientMessage | undefined;

  readonly #reply = deferred<R>();
  readonly #received: ((connection: Connection, reply: Reply) => void) | undefined;
  readonly #unsent: R | undefined;

  /**
   * @param received Called with the reply, also an error, before anything that the daemon sent behind it is read.
   * @param unsent The reply where there was no need to send it.
   */
  constructor(
    message: () => ClientMessage | undefined,
    options: {
      onCut: OnCut;
      received?: (connection: Connection, reply: Reply) => void;
      unsent?: R;
    },
  ) {
    this.message = message;
    this.onCut = options.onCut;
    this.#received = options.received;
    this.#unsent = options.unsent;
  }

  /** Rejects with `refused`, or with what ended the connection. */
  get reply(): Promise<R> {
    return this.#reply.promise;
  }

  complete(connection: Connection, reply: Reply): void {
    this.#received?.(connection, reply);
    if (reply.type === "error")
      this.#reply.reject(new AudioRequestError(reply.error, reply.code, reply.retryable, reply.sessionId));
    else this.#reply.resolve(reply as R);
  }

  /** There was no need to send it. */
  skip(): void {
    if (this.#unsent === undefined) this.fail(new AudioConnectionError("closed", "There was nothing to ask."));
    else this.#reply.resolve(this.#unsent);
  }

  fail(error: unknown): void {
    this.#reply.reject(error);
  }
}
