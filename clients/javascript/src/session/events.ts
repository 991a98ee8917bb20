import type { PlaybackResult } from "../results.js";

/** The events of a session, and their arguments. */
export interface AudioSessionEvents {
  /** The first sample is heard. Milliseconds count from the arrival of the first byte; null: not measured. */
  playing: [{ ttfaMs: number | null; decodedMs: number | null; mixedMs: number | null }];
  /** The daemon reports how far it is, in bytes of the stream; about four times a second. */
  progress: [{ written: number; received: number; played: number; playedMs: number | undefined }];
  /** A marked position is heard. */
  mark: [{ name: string; offset: number }];
  /** The session ran dry, and sounds again; the number so far. */
  underrun: [{ underruns: number }];
  /** It was paused, by any client. */
  paused: [];
  /** It plays again after a pause or an interruption. */
  resumed: [];
  /** It waits for its channel. */
  queued: [{ channel: string; position: number; interruptedBy: string | undefined }];
  /** A restarted daemon had lost it, and it began again at this frame. */
  restarted: [{ sessionId: string; firstFrame: number }];
  /** It has ended; exactly once. */
  ended: [PlaybackResult];
}
