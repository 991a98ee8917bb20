import type { PlaybackResult } from "../results.js";
import type { SessionEndedMessage } from "../wire/messages.js";
import type { StreamShape } from "./format.js";

/** The figures of a session, over all its restarts. */
export class SessionFigures {
  underruns = 0;
  restarts = 0;

  /** The frame of the stream at which the daemon's present session began. */
  firstFrame = 0;

  /** From the first byte to the first sample at the device, in milliseconds. */
  ttfaMs: number | null = null;

  readonly #shape: StreamShape;
  #underrunsBefore = 0;
  #heardMs: number | undefined;

  constructor(shape: StreamShape) {
    this.#shape = shape;
  }

  /** The daemon says how far a stream was heard whose format it has found. */
  heard(milliseconds: number | undefined): void {
    this.#heardMs = milliseconds ?? this.#heardMs;
  }

  /** How much was heard, by the bytes of the samples or by the daemon's word. */
  playedMs(bytesPlayed: number): number | undefined {
    const { bytesPerFrame, sampleRate } = this.#shape;
    if (bytesPerFrame === undefined || sampleRate === undefined) return this.#heardMs;
    return (Math.floor(bytesPlayed / bytesPerFrame) * 1000) / sampleRate;
  }

  /** The daemon counts another underrun of its session. */
  underrun(count: number): void {
    this.underruns = this.#underrunsBefore + count;
  }

  /** A daemon has the session again, and says how many underruns it has counted. */
  resumed(underruns: number): void {
    this.underruns = Math.max(this.underruns, this.#underrunsBefore + underruns);
  }

  /** The session starts again at a byte of its stream. */
  restarted(base: number): void {
    this.firstFrame = base / (this.#shape.bytesPerFrame ?? 1);
    this.#underrunsBefore = this.underruns;
    this.restarts++;
  }

  /** The result, as the daemon says it. */
  ended(sessionId: string, message: SessionEndedMessage): PlaybackResult {
    const sampleRate = this.#shape.sampleRate ?? message.sampleRate;
    const framesPlayed = this.firstFrame + message.framesPlayed;
    return {
      sessionId,
      reason: message.reason,
      framesPlayed,
      framesReceived: this.firstFrame + message.framesReceived,
      framesSkipped: message.framesSkipped ?? 0,
      bytesReceived: this.firstFrame * (this.#shape.bytesPerFrame ?? 0) + message.bytesReceived,
      sampleRate,
      playedMs: sampleRate === undefined ? (this.#heardMs ?? 0) : (framesPlayed * 1000) / sampleRate,
      underruns: this.#underrunsBefore + message.underruns,
      damaged: message.damaged ?? 0,
      ttfaMs: this.ttfaMs ?? message.ttfaMs,
      restarts: this.restarts,
      error: message.error,
      audible: message.audible,
      inaudible: message.inaudible,
    };
  }

  /** The result as far as the daemon had reported it. */
  untold(
    sessionId: string,
    reason: "cancelled" | "lost",
    at: { received: number; played: number },
    why: string,
  ): PlaybackResult {
    const { bytesPerFrame } = this.#shape;
    const frames = (bytes: number): number => (bytesPerFrame === undefined ? 0 : Math.floor(bytes / bytesPerFrame));
    return {
      sessionId,
      reason,
      framesPlayed: frames(at.played),
      framesReceived: frames(at.received),
      framesSkipped: 0,
      bytesReceived: at.received,
      sampleRate: this.#shape.sampleRate,
      playedMs: this.playedMs(at.played) ?? 0,
      underruns: this.underruns,
      damaged: 0,
      ttfaMs: this.ttfaMs,
      restarts: this.restarts,
      error: why,
      audible: undefined,
      inaudible: undefined,
    };
  }
}
