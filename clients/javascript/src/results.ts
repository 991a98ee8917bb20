/**
 * How a session ended.
 *
 * `completed`: everything that was sent has been played. `cancelled`: it was cancelled. `replaced`: another session took
 * its place on its channel. `disconnected`: its client went away without ending the stream. `expired`: it did not start
 * in time. `failed`: its data cannot be played. `dropped`: its channel was busy. `lost`: the daemon lost it. A daemon of a
 * later version may have more.
 */
export type EndReason =
  | "completed"
  | "cancelled"
  | "replaced"
  | "disconnected"
  | "expired"
  | "failed"
  | "dropped"
  | "lost"
  | (string & {});

/** What became of a session. Frames count at the rate of the stream; one frame is a sample of each channel. */
export interface PlaybackResult {
  readonly sessionId: string;
  readonly reason: EndReason;
  readonly framesPlayed: number;
  readonly framesReceived: number;
  /** Frames that were skipped because of `maxLatencyMs`. */
  readonly framesSkipped: number;
  readonly bytesReceived: number;
  /** The rate at which frames count, in hertz, where it is known. */
  readonly sampleRate: number | undefined;
  /** How much was heard, in milliseconds. */
  readonly playedMs: number;
  readonly underruns: number;
  /** Damaged frames of the codec. */
  readonly damaged: number;
  /** From the arrival of the first byte to its first sample at the device, in milliseconds; null: not measured. */
  readonly ttfaMs: number | null;
  /** How often the session began again in a restarted daemon. */
  readonly restarts: number;
  /** Why it failed, expired or was lost. */
  readonly error: string | undefined;
  /** Whether an audible device played it; undefined: it was inaudible on purpose, or nothing was played. */
  readonly audible: boolean | undefined;
  /** Why some of it could not be heard. */
  readonly inaudible: { readonly reason: string; readonly message: string; readonly ms: number } | undefined;
}
