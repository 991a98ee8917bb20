import type { WebSocketConstructor } from "./connection/web-socket.js";
import type { AudioSession } from "./session/session.js";
import type { Encoding, StreamFormat } from "./wire/messages.js";

/**
 * How long to wait before an attempt to connect again, in milliseconds; undefined: give up.
 *
 * @param attempt 0 for the first attempt after a cut.
 */
export type ReconnectPolicy = (attempt: number) => number | undefined;

export interface AudioDaemonOptions {
  /**
   * Where daemons listen: `localhost:8081`, `ws://HOST:PORT`, `wss://HOST:PORT`, `unix:/PATH` or `pipe:NAME`. Of several
   * the healthy one with the fewest sessions is taken, and the next when it fails. Default: the environment variable
   * `AUDIOD_ENDPOINT`, else `localhost:8081`.
   */
  readonly endpoints?: string | readonly string[];
  /** The WebSocket to use. Default: the runtime's own, else that of the package `ws` if it is installed. */
  readonly webSocket?: WebSocketConstructor;
  /** Time for a connection to be made and welcomed. Default: 5000 ms. */
  readonly connectTimeoutMs?: number;
  /** A daemon that said nothing for so long is asked whether it is there. Default: 10000 ms. */
  readonly keepAliveIntervalMs?: number;
  /** Time for its answer; then the connection is cut and made again. Default: 5000 ms. */
  readonly keepAliveTimeoutMs?: number;
  /** When to connect again after a cut; false: never. Default: after 0, 1, 2, 4 and 8 s. */
  readonly reconnect?: ReconnectPolicy | false;
  /**
   * A restarted daemon has lost its sessions. With true they begin again there at the first frame that was not reported
   * as played, instead of ending as `lost`. A stream that says its own format begins again only if nothing of it was
   * played. Default: false.
   */
  readonly resendUnplayed?: boolean;
}

export type SessionPriority = "alert" | "speech" | "notification" | "media";

export type ChannelOverlap = "mix" | "queue" | "replace" | "drop";

export interface SessionOptions {
  /**
   * `pcm`: samples, whose `sampleRate` is required. Default: `pcm` where there is a `sampleRate`, else `auto`: the first
   * bytes of the stream say what it is (WAV, MP3, FLAC, Ogg with Opus, Vorbis or FLAC, and more).
   */
  readonly format?: StreamFormat;
  /** In hertz, 1 to 768000. */
  readonly sampleRate?: number;
  /** 1 to 8, interleaved in WAV order. Default: 1. */
  readonly channels?: number;
  /** Default: `pcm_s16le`. */
  readonly encoding?: Encoding;
  /** Linear gain, 0 to 4. Default: 1. */
  readonly volume?: number;
  /** A chain of effects, such as `speed:1.5,highpass:80`. Default: the daemon's setting; empty: none. */
  readonly effects?: string;
  /** Who ducks whom. Default: `speech`. */
  readonly priority?: SessionPriority;
  /** A name that sessions share. */
  readonly channel?: string;
  /** What the session does while others are on its channel. Default: `mix`. */
  readonly overlap?: ChannelOverlap;
  /** Milliseconds within which the session must start to play. Default: no limit. */
  readonly expiresAfterMs?: number;
  /** With `overlap: "replace"`: the sessions that it replaces resume afterwards. */
  readonly resumeInterrupted?: boolean;
  /** How to handle late sound: `auto`, `none`, or a jitter buffer of 1 to 1000 ms. Default: `auto`. */
  readonly jitter?: "auto" | "none" | number;
  /** For real-time sound: milliseconds, 50 to 30000, that may be buffered; the rest is skipped. */
  readonly maxLatencyMs?: number;
  /** Cancels the session when it is aborted. */
  readonly signal?: AbortSignal;
}

export interface PlayOptions extends SessionOptions {
  /** Called with the session once it is open: to pause it, to set its volume, to listen to its events. */
  readonly onSession?: (session: AudioSession) => void;
}
