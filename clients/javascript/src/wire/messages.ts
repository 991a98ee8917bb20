/** The messages of version 4, as far as this client speaks it. Field by field they stand in docs/protocol.md. */

export type Encoding = "pcm_u8" | "pcm_s16le" | "pcm_s24le" | "pcm_s32le" | "pcm_f32le" | "pcm_f64le";

export type StreamFormat = "pcm" | "wav" | "mp3" | "flac" | "ogg" | "opus" | "vorbis" | "aac" | "m4a" | "auto";

export interface WireFormat {
  format?: StreamFormat | undefined;
  sampleRate?: number | undefined;
  channels?: number | undefined;
  encoding?: Encoding | undefined;
  bitDepth?: number | undefined;
}

export interface StartSession extends Partial<
  Record<"priority" | "channel" | "overlap" | "effects", string | undefined>
> {
  type: "start_session";
  sessionId: string;
  audioFormat: WireFormat;
  volume?: number | undefined;
  expiresAfter?: number | undefined;
  resumeInterrupted?: boolean | undefined;
  jitter?: string | number | undefined;
  maxLatency?: number | undefined;
}

export type ClientMessage =
  | StartSession
  | { type: "ping" | "get_status" }
  | { type: "pause_session" | "resume_session" | "cancel_session" | "stop_session"; sessionId: string }
  | { type: "set_volume"; sessionId: string; volume: number }
  | { type: "mark"; sessionId: string; offset: number; name: string }
  | { type: "resume"; token: string };

/** The first message of a connection. */
export interface Welcome {
  readonly type: "welcome";
  readonly clientId: string;
  readonly timestamp: number;
  readonly message: string;
  readonly protocol: number;
  readonly resumeToken: string;
  readonly resumeWindowMs: number;
  readonly limits: { readonly maxMessageBytes: number; readonly maxSessions: number; readonly maxBufferedMs: number };
}

/** Where a session stands. */
export interface SessionPosition {
  readonly sessionId: string;
  readonly handle: number;
  readonly state: string;
  readonly received: number;
  readonly limit: number;
  readonly played: number;
  readonly volume: number;
  readonly underruns: number;
}

export interface SessionEndedMessage {
  readonly type: "session_ended";
  readonly sessionId: string;
  readonly reason: string;
  readonly framesPlayed: number;
  readonly framesReceived: number;
  readonly framesSkipped?: number;
  readonly bytesReceived: number;
  readonly underruns: number;
  readonly damaged?: number;
  readonly sampleRate?: number;
  readonly ttfaMs: number | null;
  readonly error?: string;
  readonly audible?: boolean;
  readonly inaudible?: { readonly reason: string; readonly message: string; readonly ms: number };
}

export interface SessionStarted {
  readonly type: "session_started";
  readonly clientId: string;
  readonly sessionId: string;
  readonly handle: number;
  readonly limit: number;
  readonly audioFormat: WireFormat & { bytesPerSample?: number; bytesPerSecond?: number };
  readonly timestamp: number;
}

export interface SessionStopped {
  readonly type: "session_stopped";
  readonly clientId: string;
  readonly sessionId: string;
  readonly timestamp: number;
  readonly stats: {
    readonly bytesReceived: number;
    readonly chunksProcessed: number;
    readonly startTime: number | null;
    readonly endTime: number | null;
  };
}

export interface StatusMessage {
  readonly type: "status";
  readonly clientId: string;
  readonly connected: boolean;
  readonly timestamp: number;
  readonly sessions: readonly SessionPosition[];
}

export interface Resumed {
  readonly type: "resumed";
  readonly sessions: readonly SessionPosition[];
  readonly ended: readonly SessionEndedMessage[];
}

export interface ErrorMessage {
  readonly type: "error";
  readonly error: string;
  readonly code: string;
  readonly retryable: boolean;
  readonly sessionId?: string;
  readonly received?: number;
}

/** What the daemon sends in answer to a request. */
export type Reply =
  | { readonly type: "pong"; readonly timestamp: number }
  | StatusMessage
  | SessionStarted
  | SessionStopped
  | {
      readonly type: "session_changed";
      readonly sessionId: string;
      readonly paused: boolean;
      readonly volume: number;
    }
  | { readonly type: "mark_set"; readonly sessionId: string; readonly offset: number; readonly name: string }
  | Resumed
  | ErrorMessage;

/** What the daemon says about a session unasked. */
export type SessionEventMessage =
  | {
      readonly type: "flow";
      readonly sessionId: string;
      readonly handle: number;
      readonly received: number;
      readonly limit: number;
      readonly played: number;
      readonly playedMs?: number;
    }
  | {
      readonly type: "playing";
      readonly sessionId: string;
      readonly ttfaMs: number | null;
      readonly decodedMs: number | null;
      readonly mixedMs: number | null;
    }
  | { readonly type: "underrun"; readonly sessionId: string; readonly underruns: number }
  | { readonly type: "paused" | "playback_resumed"; readonly sessionId: string }
  | {
      readonly type: "session_queued";
      readonly sessionId: string;
      readonly channel: string;
      readonly position: number;
      readonly interruptedBy?: string;
    }
  | { readonly type: "mark_heard"; readonly sessionId: string; readonly offset: number; readonly name: string };

export type DaemonMessage = (Welcome | Reply | SessionEventMessage | SessionEndedMessage) & {
  readonly requestId?: string;
};

/** Reads a message of the daemon; undefined: it is no message. Its type may be one of a later version. */
export function readMessage(json: string): DaemonMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const isMessage =
    typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
  return isMessage ? (value as DaemonMessage) : undefined;
}
