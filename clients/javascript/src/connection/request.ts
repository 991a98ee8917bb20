import { AudioRequestError } from "../errors.js";
import { deferred } from "../promises.js";
import type { ClientMessage, Reply } from "../wire/messages.js";
import type { Connection } from "./connection.js";

/** What becomes of a request when the connection is cut before its reply. */
export type OnCut = "fail" | "send-again";

/**
 * A request that waits for its reply. What is sent again after a cut changes nothing if the daemon carried it out the
 * first time.
 */
export class Request {
  readonly onCut: OnCut;

  /** Makes the message when it is sent: the name of its session may have changed. */
  readonly message: () => ClientMessage;

  readonly #reply = deferred<Reply>();
  readonly #received: ((connection: Connection, reply: Reply) => void) | undefined;

  /**
   * @param received Called with the reply, also an error, before anything that the daemon sent behind it is read.
   */
  constructor(
    message: () => ClientMessage,
    options: {
      onCut: OnCut;
      received?: (connection: Connection, reply: Reply) => void;
    },
  ) {
    this.message = message;
    this.onCut = options.onCut;
    this.#received = options.received;
  }

  /** Rejects with `refused`, or with what ended the connection. */
  get reply(): Promise<Reply> {
    return this.#reply.promise;
  }

  complete(connection: Connection, reply: Reply): void {
    this.#received?.(connection, reply);
    if (reply.type === "error")
      this.#reply.reject(new AudioRequestError(reply.error, reply.code, reply.retryable, reply.sessionId));
    else this.#reply.resolve(reply);
  }

  fail(error: unknown): void {
    this.#reply.reject(error);
  }
}
