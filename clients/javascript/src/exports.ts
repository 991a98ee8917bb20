export { AudioDaemon } from "./audio-daemon.js";
export type { WebSocketConstructor, WebSocketLike } from "./connection/web-socket.js";
export { AudioConnectionError, AudioDaemonError, AudioRequestError, AudioSessionError } from "./errors.js";
export type { AudioDaemonErrorCode } from "./errors.js";
export type { DaemonHealth, DaemonStatus } from "./http.js";
export type { AudioDaemonEvents, LinkState } from "./link/events.js";
export type {
  AudioDaemonOptions,
  ChannelOverlap,
  PlayOptions,
  ReconnectPolicy,
  SessionOptions,
  SessionPriority,
} from "./options.js";
export { PersistentDaemonClient } from "./persistent/client.js";
export type { PersistentDaemonClientEvents } from "./persistent/client.js";
export type * from "./persistent/messages.js";
export type { EndReason, PlaybackResult } from "./results.js";
export type { AudioSessionEvents } from "./session/events.js";
export type { AudioSession, Bytes } from "./session/session.js";
export type { PlaySource } from "./source.js";
export type { Encoding, StreamFormat } from "./wire/messages.js";
