/** How many frames in a row a daemon may drop without receiving any more. */
const maxDrops = 100;

/**
 * How far the daemon is with a stream, in bytes. Offsets are those of the whole stream: `base ≤ played ≤ received`, and
 * nothing but a restart goes back. What the daemon says counts from `base`.
 */
export class StreamPositions {
  /** Where the present session of the daemon started. */
  base = 0;
  received = 0;
  played = 0;

  /** The offset up to which the daemon has room. */
  limit = 0;

  readonly #bytesPerFrame: number;
  #drops = 0;

  constructor(bytesPerFrame: number) {
    this.#bytesPerFrame = bytesPerFrame;
  }

  /** The start of the frame up to which it was heard. */
  get playedFrame(): number {
    return this.played - (this.played % this.#bytesPerFrame);
  }

  /** Whether a daemon can have received this much: at least what it reported before, and at most what was written. */
  isPossible(received: number, written: number): boolean {
    return received >= 0 && this.base + received <= written && this.base + received >= this.received;
  }

  /** The daemon reports its progress; what it claims beyond what was written does not count. */
  advance(at: { received: number; limit: number; played: number }, written: number): void {
    this.received = Math.max(this.received, Math.min(this.base + at.received, written));
    this.played = Math.max(this.played, Math.min(this.base + at.played, this.received));
    this.limit = Math.max(this.limit, this.base + at.limit);
  }

  /**
   * The daemon has dropped a frame, and says what it has received.
   *
   * @returns False: that cannot be, or it keeps dropping frames.
   */
  drop(received: number, written: number): boolean {
    this.#drops = this.base + received > this.received ? 0 : this.#drops + 1;
    if (!this.isPossible(received, written) || this.#drops > maxDrops) return false;
    this.received = this.base + received;
    return true;
  }

  /** A new session starts at the frame up to which the stream was heard. */
  restart(): void {
    this.base = this.received = this.limit = this.played = this.playedFrame;
  }
}
