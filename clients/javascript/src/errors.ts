import type { PlaybackResult } from "./results.js";

/**
 * What went wrong, for programs.
 *
 * | code | meaning |
 * |---|---|
 * | `no_daemon` | no daemon answers at any endpoint |
 * | `no_websocket` | this runtime has no WebSocket |
 * | `connection_lost` | the connection broke, and could not be restored in time |
 * | `timeout` | the daemon did not answer in time |
 * | `closed` | `close()` was called |
 * | `refused` | the daemon refused a request; {@link AudioRequestError.daemonCode} says why |
 * | `session_failed` | what was sent cannot be played |
 * | `session_lost` | the daemon lost the session: it was restarted, or away for too long |
 * | `session_over` | the session has ended, and takes nothing more |
 * | `bad_source` | the source of `play()` failed, or is an answer that is no success |
 * | `bad_answer` | what answers is not this daemon |
 * | `http_required` | the endpoint is a socket; this needs one of HTTP |
 * | `invalid_argument` | an argument is wrong |
 */
export type AudioDaemonErrorCode =
  | "no_daemon"
  | "no_websocket"
  | "connection_lost"
  | "timeout"
  | "closed"
  | "refused"
  | "session_failed"
  | "session_lost"
  | "session_over"
  | "bad_source"
  | "bad_answer"
  | "http_required"
  | "invalid_argument";

const retryableCodes: ReadonlySet<AudioDaemonErrorCode> = new Set([
  "no_daemon",
  "connection_lost",
  "timeout",
  "session_lost",
]);

/** The base of all errors of this package. The message says what to do next. */
export class AudioDaemonError extends Error {
  readonly code: AudioDaemonErrorCode;

  /** Whether the same call can succeed later. */
  readonly retryable: boolean;

  constructor(code: AudioDaemonErrorCode, message: string, options: { cause?: unknown; retryable?: boolean } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryable = options.retryable ?? retryableCodes.has(code);
  }
}

/** The daemon cannot be reached, or the connection to it broke. */
export class AudioConnectionError extends AudioDaemonError {}

/** The daemon refused a request. */
export class AudioRequestError extends AudioDaemonError {
  /** The code of the daemon's error, such as `invalid_field`: see the protocol's list. */
  readonly daemonCode: string;

  /** The session that the error concerns, if any. */
  readonly sessionId: string | undefined;

  constructor(message: string, daemonCode: string, retryable: boolean, sessionId?: string) {
    super("refused", message, { retryable });
    this.daemonCode = daemonCode;
    this.sessionId = sessionId;
  }
}

/** A session did not play what it was given, or takes nothing more. */
export class AudioSessionError extends AudioDaemonError {
  /** How the session ended, if it has. */
  readonly result: PlaybackResult | undefined;

  constructor(code: AudioDaemonErrorCode, message: string, result?: PlaybackResult) {
    super(code, message);
    this.result = result;
  }
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
