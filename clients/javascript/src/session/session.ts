import { Emitter } from "../emitter.js";
import { AudioDaemonError, AudioSessionError } from "../errors.js";
import type { Link } from "../link/link.js";
import { handled, orAborted } from "../promises.js";
import type { PlaybackResult } from "../results.js";
import type { ClientMessage, WireFormat } from "../wire/messages.js";
import type { DaemonSession, SessionObserver } from "./daemon-session.js";
import type { AudioSessionEvents } from "./events.js";
import { checkVolume } from "./format.js";
import { Writer } from "./writer.js";

/** Any bytes: samples are taken as they lie in memory, which is little-endian. */
export type Bytes = ArrayBuffer | ArrayBufferView;

/** The bytes of a buffer or of a view on one, without a copy. */
export function bytesOf(data: Bytes): Uint8Array {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw new AudioDaemonError("invalid_argument", "Write bytes: a Uint8Array, another typed array, or an ArrayBuffer.");
}

/**
 * One stream of sound at the daemon. It survives a cut of the connection: what the daemon did not receive is sent again.
 * Made by `AudioDaemon.startSession`.
 */
export class AudioSession extends Emitter<AudioSessionEvents> {
  readonly #link: Link;
  readonly #session: DaemonSession;
  readonly #writer: Writer;

  /** @internal */
  constructor(link: Link, session: DaemonSession, signal: AbortSignal | undefined) {
    super();
    this.#link = link;
    this.#session = session;
    this.#writer = new Writer(session.stream, () => this.#refusal());
    const moved = (): void => {
      this.#writer.pump();
    };
    const observer: SessionObserver = {
      tell: (event, ...args) => {
        this.emit(event, ...args);
      },
      moved,
    };
    session.observer = observer;
    session.stream.onIdle = moved;
    const abort = (): void => {
      void this.cancel();
    };
    signal?.addEventListener("abort", abort, { once: true });
    void session.ended.then(() => {
      signal?.removeEventListener("abort", abort);
    });
  }

  /** Its name at the daemon. It changes if a restarted daemon had lost the session and it began again. */
  get id(): string {
    return this.#session.id;
  }

  /** The format, as the daemon understood it. */
  get format(): Readonly<WireFormat> {
    return this.#session.started?.audioFormat ?? this.#session.shape.wire;
  }

  /** The last gain that was set. */
  get volume(): number {
    return this.#session.volume;
  }

  /** Whether it is paused, by any client. */
  get isPaused(): boolean {
    return this.#session.isPaused;
  }

  /** Bytes that were written and taken. */
  get bytesWritten(): number {
    return this.#session.stream.written;
  }

  /** Bytes that the daemon is known to have received. */
  get bytesReceived(): number {
    return this.#session.stream.positions.received;
  }

  /** Bytes that are known to have been heard. */
  get bytesPlayed(): number {
    return this.#session.stream.positions.played;
  }

  /** How it ended; undefined: it has not. */
  get result(): PlaybackResult | undefined {
    return this.#session.result;
  }

  /** Resolves with the result when the session has ended, however it ended. Never rejects. */
  get ended(): Promise<PlaybackResult> {
    return this.#session.ended;
  }

  /**
   * Writes bytes of the stream, which may be cut anywhere. Resolves when they were taken; while the daemon's buffer is
   * full, it waits: await it, and memory stays bounded. Do not change the bytes before.
   */
  write(data: Bytes): Promise<void> {
    try {
      return this.#writer.write(bytesOf(data));
    } catch (error) {
      return handled(Promise.reject(error as Error));
    }
  }

  /** Ends the stream after what was written, and returns at once. */
  endStream(): void {
    this.#writer.end();
  }

  /**
   * Ends the stream, and resolves when its last sample was heard.
   *
   * @returns A promise that rejects with an AudioSessionError if the sound could not be played, or was lost. For the
   * other ends see the result's `reason`.
   */
  end(): Promise<PlaybackResult> {
    this.endStream();
    return handled(
      this.ended.then((result) => {
        if (result.reason !== "failed" && result.reason !== "lost") return result;
        throw this.#refusal();
      }),
    );
  }

  /** Silences it over 5 ms and discards what was not heard. Resolves with the result. */
  cancel(): Promise<PlaybackResult> {
    if (this.result === undefined) {
      this.#session.refuse();
      void this.#ask((sessionId) => ({ type: "cancel_session", sessionId }));
    }
    return this.ended;
  }

  /** Pauses it. Resolves when the daemon has taken that. */
  pause(): Promise<void> {
    const asked = this.#ask((sessionId) => ({ type: "pause_session", sessionId }));
    return handled(
      asked.then(() => {
        this.#session.isPaused = true;
      }),
    );
  }

  /** Plays on after a pause. */
  resume(): Promise<void> {
    this.#session.isPaused = false;
    return this.#ask((sessionId) => ({ type: "resume_session", sessionId }));
  }

  /** Sets the gain: linear, 0 to 4. */
  setVolume(volume: number): Promise<void> {
    try {
      checkVolume(volume);
    } catch (error) {
      return handled(Promise.reject(error as Error));
    }
    this.#session.volume = volume;
    return this.#ask((sessionId) => ({ type: "set_volume", sessionId, volume }));
  }

  /**
   * Names a position, by default the place where the next write begins. The event `mark` tells when it is heard, once,
   * also over cuts and restarts.
   *
   * @param name 1 to 256 characters; need not be unique.
   * @param offset A byte of the stream, which may lie ahead.
   */
  mark(name: string, offset: number = this.bytesWritten): Promise<void> {
    if (name.length < 1 || name.length > 256 || !Number.isSafeInteger(offset) || offset < 0) {
      const what = "A mark has a name of 1 to 256 characters, and an offset that is a whole number of bytes from 0 on.";
      return handled(Promise.reject(new AudioDaemonError("invalid_argument", what)));
    }
    if (this.result !== undefined) return handled(Promise.reject(this.#refusal()));
    return handled(this.#link.post(this.#session, this.#session.mark(name, offset)).then(() => undefined));
  }

  /**
   * The session as a stream to write to. Closing it resolves when the last sample was heard; aborting it cancels the
   * session.
   */
  get writable(): WritableStream<Bytes> {
    return new WritableStream<Bytes>({
      write: (data) => this.write(data),
      close: async () => {
        await this.end();
      },
      abort: async () => {
        await this.cancel();
      },
    });
  }

  /** Resolves when everything that was written was sent, and the end if it was ended. */
  flushed(signal?: AbortSignal): Promise<void> {
    return handled(orAborted(this.#writer.sent(), signal));
  }

  #ask(message: (sessionId: string) => ClientMessage): Promise<void> {
    if (this.result !== undefined) return handled(Promise.reject(this.#refusal()));
    return handled(this.#link.post(this.#session, this.#session.request(message)).then(() => undefined));
  }

  #refusal(): AudioSessionError {
    const { result } = this;
    if (result === undefined) {
      const why = this.#session.stream.isOpen ? "its stream is about to end" : "its stream was ended or cancelled";
      return new AudioSessionError("session_over", `The session takes nothing more: ${why}. Start another.`);
    }
    if (result.reason === "failed")
      return new AudioSessionError("session_failed", result.error ?? "The daemon could not play it.", result);
    if (result.reason === "lost")
      return new AudioSessionError("session_lost", result.error ?? "The daemon has lost the session.", result);
    const text = result.error === undefined ? "" : ` ${result.error}`;
    return new AudioSessionError(
      "session_over",
      `The session has ended as ${result.reason}.${text} Start another.`,
      result,
    );
  }
}
