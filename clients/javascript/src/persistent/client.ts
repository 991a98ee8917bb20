import { parseEndpoint } from "../connection/endpoint.js";
import { Emitter } from "../emitter.js";
import { AudioConnectionError, AudioDaemonError, AudioSessionError, messageOf } from "../errors.js";
import { readHealth, readStatus } from "../http.js";
import type { DaemonStatus } from "../http.js";
import type { Link } from "../link/link.js";
import { makeLink } from "../link/make.js";
import type { AudioDaemonOptions } from "../options.js";
import { handled } from "../promises.js";
import type { PlaybackResult } from "../results.js";
import { DaemonSession } from "../session/daemon-session.js";
import { shapeOf } from "../session/format.js";
import { newSessionId } from "../session/id.js";
import { AudioSession, bytesOf } from "../session/session.js";
import type { Bytes } from "../session/session.js";
import type { ClientMessage, Encoding, Reply, SessionStopped } from "../wire/messages.js";
import type {
  AudioFormat,
  ErrorMessage,
  PongMessage,
  SessionStartedMessage,
  SessionStats,
  SessionStoppedMessage,
  StatusMessage,
  WelcomeMessage,
} from "./messages.js";

/** The events of the client, and their arguments: those of the version 3 client. */
export interface PersistentDaemonClientEvents {
  connected: [];
  welcome: [WelcomeMessage];
  session_started: [SessionStartedMessage];
  session_stopped: [SessionStoppedMessage];
  pong: [PongMessage];
  status: [StatusMessage];
  /** The daemon refused something, or cannot play the sound. */
  daemon_error: [ErrorMessage];
  /** 1000: by `disconnect()`. 1006: the connection was cut, and is made again. */
  disconnected: [{ code: number; reason: string }];
  /** The connection could not be made again. */
  reconnect_failed: [];
  /** The connection could not be made. */
  error: [Error];
}

/** How long an answer over HTTP may take, in milliseconds. */
const httpLimit = 5_000;

const encodings: Readonly<Record<number, Encoding>> = {
  8: "pcm_u8",
  16: "pcm_s16le",
  24: "pcm_s24le",
  32: "pcm_f32le",
};

interface Running {
  readonly session: AudioSession;
  readonly at: DaemonSession;
  readonly format: AudioFormat;
  readonly stats: SessionStats;
  isStopped: boolean;
}

/**
 * The client of the earlier daemon, with its names, for programs that use it: connect, start a session, send chunks, stop,
 * disconnect. What is sent before the daemon has answered waits, a cut loses nothing, and `disconnect()` leaves only when
 * all that was sent has arrived. New programs use AudioDaemon.
 */
export class PersistentDaemonClient extends Emitter<PersistentDaemonClientEvents> {
  readonly #daemonUrl: string;
  readonly #options: AudioDaemonOptions;
  readonly #id = newSessionId();
  readonly #sent = { bytesSent: 0, chunksSent: 0, startTime: null as number | null, endTime: null as number | null };
  #link: Link | undefined;
  #running: Running | undefined;
  #starting: Promise<void> = Promise.resolve();
  #stopping: Promise<void> = Promise.resolve();
  #attempts = 0;

  /**
   * @param daemonUrl Where the daemon listens.
   * @param options As those of AudioDaemon.
   */
  constructor(daemonUrl = "ws://localhost:8081", options: Omit<AudioDaemonOptions, "endpoints"> = {}) {
    super();
    parseEndpoint(daemonUrl); // an address that cannot be read is a mistake of the program
    this.#daemonUrl = daemonUrl;
    this.#options = options;
  }

  /** Whether the daemon answers at an address. */
  static async checkDaemonHealth(daemonUrl = "http://localhost:8081"): Promise<boolean> {
    try {
      await readHealth(daemonUrl.replace(/\/$/, ""), httpLimit);
      return true;
    } catch {
      return false;
    }
  }

  /** What the daemon's `/status` says. */
  static getDaemonStatus(daemonUrl = "http://localhost:8081"): Promise<DaemonStatus> {
    return handled(readStatus(daemonUrl.replace(/\/$/, ""), httpLimit));
  }

  connect(): Promise<void> {
    this.#link ??= this.#makeLink();
    const link = this.#link;
    return handled(
      link.ensureConnected().catch((error: unknown) => {
        if (this.#link === link) this.#link = undefined;
        this.emit("error", error instanceof Error ? error : new Error(messageOf(error)));
        throw error;
      }),
    );
  }

  /**
   * Starts a session; a running one is silenced. Chunks may follow at once.
   *
   * @returns A promise that resolves when the daemon has the session.
   * @throws AudioDaemonError There is no connection, or the format cannot be played.
   */
  startSession(audioFormat: AudioFormat): Promise<void> {
    const link = this.#connected();
    const encoding = encodings[audioFormat.bitDepth];
    if (encoding === undefined)
      throw new AudioDaemonError(
        "invalid_argument",
        `Unsupported bit depth: ${String(audioFormat.bitDepth)}; use 8, 16, 24 or 32.`,
      );
    const { format, sampleRate, channels } = audioFormat;
    const options = { format, sampleRate, channels, encoding };
    const at = new DaemonSession(newSessionId(), shapeOf(options), options, this.#options.resendUnplayed ?? false);
    const session = new AudioSession(link, at, undefined);
    const stats = { bytesReceived: 0, chunksProcessed: 0, startTime: null, endTime: null };
    const running: Running = { session, at, format: audioFormat, stats, isStopped: false };
    void this.#running?.session.cancel();
    this.#running = running;
    session.once("ended", (result) => {
      this.#onEnded(link, running, result);
    });
    this.#starting = handled(this.#start(link, running));
    return this.#starting;
  }

  /**
   * Sends a chunk, which may end anywhere in a sample.
   *
   * @param chunk Bytes, or text in the encoding.
   * @param encoding Of text: `base64` or `hex`.
   * @returns A promise that resolves when the chunk was taken. A program that awaits it need not hold much.
   * @throws AudioDaemonError There is no session.
   */
  sendAudioChunk(chunk: Bytes | string, encoding: "base64" | "hex" = "base64"): Promise<void> {
    const running = this.#running;
    if (running === undefined || running.isStopped)
      throw new AudioSessionError("session_over", "No active session: call startSession first.");
    const bytes = typeof chunk === "string" ? decoded(chunk, encoding) : bytesOf(chunk).slice();
    this.#sent.bytesSent += bytes.length;
    this.#sent.chunksSent++;
    running.stats.startTime ??= Date.now();
    running.stats.chunksProcessed++;
    return running.session.write(bytes);
  }

  /** Ends the stream: what was sent plays to its end. Resolves when the daemon has all of it. */
  stopSession(): Promise<void> {
    const running = this.#running;
    const link = this.#link;
    if (running === undefined || link === undefined || running.isStopped) return Promise.resolve();
    running.isStopped = true;
    const stopping = handled(this.#stop(link, running));
    this.#stopping = stopping;
    return stopping;
  }

  /** Asks the daemon whether it is there; the event `pong` follows. */
  ping(): void {
    this.#ask({ type: "ping" }, (reply) => {
      if (reply.type === "pong") this.emit("pong", { type: "pong", timestamp: reply.timestamp });
    });
  }

  /** Asks for the state of the session; the event `status` follows. */
  getStatus(): void {
    this.#ask({ type: "get_status" }, (reply) => {
      if (reply.type !== "status") return;
      const { clientId, timestamp } = reply;
      const running = this.#running;
      const sessionActive = running !== undefined && !running.isStopped;
      const sessionStats = sessionActive ? { ...running.stats, bytesReceived: running.session.bytesReceived } : null;
      this.emit("status", { type: "status", clientId, connected: true, sessionActive, sessionStats, timestamp });
    });
  }

  /** Leaves when everything that was sent has arrived; it plays to its end. Resolves when nothing is left. */
  disconnect(): Promise<void> {
    const link = this.#link;
    const running = this.#running;
    if (link === undefined) return Promise.resolve();
    this.#link = undefined;
    this.#running = undefined;
    return handled(this.#leave(link, running));
  }

  /** Where the client stands. */
  getConnectionStatus(): {
    isConnected: boolean;
    sessionActive: boolean;
    clientId: string;
    daemonUrl: string;
    reconnectAttempts: number;
    stats: { bytesSent: number; chunksSent: number; startTime: number | null; endTime: number | null };
  } {
    return {
      isConnected: this.#link?.state === "connected",
      sessionActive: this.#running?.at.started !== undefined && !this.#running.isStopped,
      clientId: this.#id,
      daemonUrl: this.#daemonUrl,
      reconnectAttempts: this.#attempts,
      stats: { ...this.#sent },
    };
  }

  #makeLink(): Link {
    const { reconnect } = this.#options;
    const policy = (attempt: number): number | undefined => {
      this.#attempts = attempt + 1;
      return reconnect === undefined || reconnect === false
        ? [0, 1_000, 2_000, 4_000, 8_000][attempt]
        : reconnect(attempt);
    };
    const options = { ...this.#options, reconnect: reconnect === false ? (false as const) : policy };
    const link: Link = makeLink([parseEndpoint(this.#daemonUrl)], options, (event, ...[detail]) => {
      if (event === "connected") {
        this.#attempts = 0;
        this.emit("connected");
        this.#tellWelcome(link);
      } else if (event === "reconnecting") {
        this.emit("disconnected", { code: 1006, reason: (detail as { reason: string }).reason });
      } else if (event === "disconnected" && link.state !== "closed") {
        if (this.#link === link) this.#link = undefined;
        this.#running = undefined;
        this.emit("reconnect_failed");
      }
    });
    return link;
  }

  #tellWelcome(link: Link): void {
    const welcome = link.connection?.welcome;
    if (welcome === undefined) return;
    const { clientId, timestamp, message } = welcome;
    this.emit("welcome", { type: "welcome", clientId, timestamp, message });
  }

  #connected(): Link {
    if (this.#link === undefined || !["connected", "reconnecting"].includes(this.#link.state))
      throw new AudioConnectionError("connection_lost", "Not connected to the daemon: await connect() first.");
    return this.#link;
  }

  async #start(link: Link, running: Running): Promise<void> {
    try {
      await link.start(running.at);
    } catch (error) {
      this.#tellError(messageOf(error));
      throw error;
    }
    const { started } = running.at;
    if (started === undefined) return; // its answer was lost with a connection, and it was resumed
    this.#sent.startTime = Date.now();
    const { bytesPerSample = 0, bytesPerSecond = 0 } = started.audioFormat;
    this.emit("session_started", {
      type: "session_started",
      clientId: started.clientId,
      timestamp: started.timestamp,
      audioFormat: { ...running.format, bytesPerSample, bytesPerSecond },
    });
  }

  async #stop(link: Link, running: Running): Promise<void> {
    running.session.endStream();
    await running.session.flushed();
    const request = running.at.request((sessionId) => ({ type: "stop_session", sessionId }));
    const reply = await link.post(running.at, request).catch(() => undefined);
    this.#sent.endTime = Date.now();
    const stopped = reply?.type === "session_stopped" ? reply : undefined;
    this.#tellStopped(running, stopped);
  }

  /** A short session may have ended before its stop was read; then its result tells the same. */
  #tellStopped(running: Running, reply: SessionStopped | undefined): void {
    const result = running.session.result;
    if (reply === undefined && result?.reason !== "completed") return; // that was told as an error
    this.emit("session_stopped", {
      type: "session_stopped",
      clientId: reply?.clientId ?? "",
      timestamp: reply?.timestamp ?? Date.now(),
      stats: {
        ...running.stats,
        bytesReceived: reply?.stats.bytesReceived ?? result?.bytesReceived ?? 0,
        endTime: reply?.stats.endTime ?? Date.now(),
      },
    });
  }

  #onEnded(link: Link, running: Running, result: PlaybackResult): void {
    if (link.state === "closed" || !running.at.isBegun) return;
    if (result.reason !== "failed" && result.reason !== "lost" && result.reason !== "expired") return;
    running.isStopped = true;
    this.#tellError(result.error ?? `The session has ended as ${result.reason}.`);
  }

  /** Asks, and tells the reply in its order among the events. */
  #ask(message: ClientMessage, tell: (reply: Reply) => void): void {
    const starting = this.#starting;
    const asked = this.#link?.ask(message).then(async (reply) => {
      await starting.catch(() => undefined);
      tell(reply);
    });
    asked?.catch(() => undefined); // the connection was cut, which is told
  }

  #tellError(error: string): void {
    this.emit("daemon_error", { type: "error", error, timestamp: Date.now() });
  }

  async #leave(link: Link, running: Running | undefined): Promise<void> {
    await this.#stopping.catch(() => undefined);
    await running?.session.flushed();
    await link.close("Client disconnecting");
    this.emit("disconnected", { code: 1000, reason: "Client disconnecting" });
  }
}

function decoded(text: string, encoding: "base64" | "hex"): Uint8Array {
  if (encoding === "hex") {
    if (!/^([0-9a-f]{2})*$/i.test(text)) throw new AudioDaemonError("invalid_argument", "The chunk is not hex.");
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  }
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch (cause) {
    throw new AudioDaemonError("invalid_argument", "The chunk is not base64.", { cause });
  }
}
