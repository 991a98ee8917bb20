import type { Endpoint } from "./connection/endpoint.js";
import { Emitter } from "./emitter.js";
import { AudioConnectionError, AudioDaemonError, messageOf } from "./errors.js";
import { readHealth, readStatus } from "./http.js";
import type { DaemonHealth, DaemonStatus } from "./http.js";
import type { AudioDaemonEvents, LinkState } from "./link/events.js";
import type { Link } from "./link/link.js";
import { endpointsOf, makeLink } from "./link/make.js";
import type { AudioDaemonOptions, PlayOptions, SessionOptions } from "./options.js";
import { Interruptible, handled, orAborted } from "./promises.js";
import type { PlaybackResult } from "./results.js";
import { DaemonSession } from "./session/daemon-session.js";
import { checkVolume, shapeOf } from "./session/format.js";
import { newSessionId } from "./session/id.js";
import { AudioSession } from "./session/session.js";
import { openSource } from "./source.js";
import type { PlaySource } from "./source.js";

/** Time for an answer over HTTP, in milliseconds. */
const httpLimit = 5_000;

/**
 * A client of the audio daemon, over version 4 of its protocol. It connects at the first use, connects again after a cut,
 * and sends on from the byte at which the daemon stopped: nothing is lost, nothing comes twice.
 *
 * What fails rejects its promise with an AudioDaemonError, or with the reason of an aborted signal. A promise that nobody
 * awaits does not end the program.
 */
export class AudioDaemon extends Emitter<AudioDaemonEvents> {
  readonly #endpoints: readonly Endpoint[];
  readonly #link: Link;
  readonly #resendUnplayed: boolean;

  /**
   * @param options The options, or an endpoint.
   * @throws AudioDaemonError `invalid_argument`: an endpoint cannot be read.
   */
  constructor(options: AudioDaemonOptions | string = {}) {
    super();
    const given: AudioDaemonOptions = typeof options === "string" ? { endpoints: options } : options;
    this.#endpoints = endpointsOf(given);
    this.#resendUnplayed = given.resendUnplayed ?? false;
    this.#link = makeLink(this.#endpoints, given, (event, ...args) => {
      this.emit(event, ...args);
    });
  }

  get state(): LinkState {
    return this.#link.state;
  }

  /** The daemon's name for this client; undefined: there is no connection. */
  get clientId(): string | undefined {
    return this.#link.connection?.welcome.clientId;
  }

  /** Connects now. Every other call does so by itself. */
  connect(signal?: AbortSignal): Promise<void> {
    return handled(this.#link.ensureConnected(signal));
  }

  /** Opens a session, whose bytes you write. */
  startSession(options: SessionOptions = {}): Promise<AudioSession> {
    return handled(this.#start(options));
  }

  /**
   * Plays a source as its bytes arrive, and resolves when the last sample was heard.
   *
   * @returns A promise that rejects if the sound cannot be played, was lost, or the source fails: then what was not heard
   * yet is silenced.
   */
  play(source: PlaySource, options: PlayOptions = {}): Promise<PlaybackResult> {
    return handled(this.#play(source, options));
  }

  /** Asks the daemon whether it is there. Resolves with the time that took, in milliseconds. */
  ping(signal?: AbortSignal): Promise<number> {
    return handled(this.#ping(signal));
  }

  /** What the daemon's `/health` says. */
  health(signal?: AbortSignal): Promise<DaemonHealth> {
    return handled(this.#http((base) => readHealth(base, httpLimit, signal)));
  }

  /** What the daemon's `/status` says: its clients, its sessions, its device. */
  status(signal?: AbortSignal): Promise<DaemonStatus> {
    return handled(this.#http((base) => readStatus(base, httpLimit, signal)));
  }

  /**
   * Sends what was taken by writes, and closes the connection; it plays to its end. Await `end()` of the sessions first to
   * know that they were heard. No timer and no socket stays behind.
   */
  close(): Promise<void> {
    return handled(this.#link.close("Client disconnecting"));
  }

  async #start(options: SessionOptions): Promise<AudioSession> {
    const shape = shapeOf(options);
    if (options.volume !== undefined) checkVolume(options.volume);
    await this.#link.ensureConnected(options.signal);
    const started = new DaemonSession(newSessionId(), shape, options, this.#resendUnplayed);
    const session = new AudioSession(this.#link, started, options.signal);
    await orAborted(this.#link.start(started), options.signal);
    return session;
  }

  async #play(source: PlaySource, options: PlayOptions): Promise<PlaybackResult> {
    const opening = handled(openSource(source));
    const { signal } = options;
    let session: AudioSession | undefined;
    const waiting = new Interruptible();
    const interrupt = (): void => {
      waiting.interrupt();
    };
    signal?.addEventListener("abort", interrupt, { once: true });
    try {
      session = await this.#start(options);
      void session.ended.then(interrupt);
      options.onSession?.(session);
      const pieces = await waiting.wait(opening);
      for (;;) {
        const piece = await waiting.wait(pieces?.next() ?? Promise.resolve(undefined));
        if (piece === undefined) break;
        await session.write(piece);
      }
      signal?.throwIfAborted();
      return await orAborted(session.end(), signal);
    } catch (error) {
      signal?.throwIfAborted();
      const result = session?.result;
      if (result !== undefined && result.reason !== "failed" && result.reason !== "lost") return result;
      void session?.cancel();
      if (error instanceof AudioDaemonError) throw error;
      throw new AudioDaemonError("bad_source", `The source failed: ${messageOf(error)}`, { cause: error });
    } finally {
      signal?.removeEventListener("abort", interrupt);
      opening.then(
        (pieces) => {
          pieces.cancel();
        },
        () => undefined,
      );
    }
  }

  async #ping(signal: AbortSignal | undefined): Promise<number> {
    await this.#link.ensureConnected(signal);
    const asked = performance.now();
    await orAborted(this.#link.ask({ type: "ping" }), signal);
    return performance.now() - asked;
  }

  #http<T>(read: (base: string) => Promise<T>): Promise<T> {
    const connected = this.#link.connection?.endpoint;
    const endpoint = connected?.kind === "web" ? connected : this.#endpoints.find((each) => each.kind === "web");
    if (endpoint?.kind === "web") return read(endpoint.http);
    const text = "A socket carries no HTTP: name an endpoint such as localhost:8081 for health and status.";
    return Promise.reject(new AudioConnectionError("http_required", text));
  }
}
