import { headerSize } from "../wire/chunk-frame.js";

interface Piece {
  /** Room for the header of a frame, then the bytes. */
  readonly frame: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/**
 * The bytes of a stream that may have to be sent again, in pieces with room for the header of their frame. Positions are
 * offsets in the stream.
 */
export class ReplayBuffer {
  #pieces: Piece[] = [];
  #next = 0; // the piece with the next byte to send
  #written = 0;
  #nextToSend = 0;

  /** The end of the stream so far. */
  get written(): number {
    return this.#written;
  }

  /** The offset of the next byte to send. */
  get nextToSend(): number {
    return this.#nextToSend;
  }

  /** Bytes held. */
  get held(): number {
    return this.#written - (this.#pieces[0]?.start ?? this.#written);
  }

  /** Copies bytes to the end of the stream. */
  append(data: Uint8Array): void {
    const frame = new Uint8Array(headerSize + data.length);
    frame.set(data, headerSize);
    this.#pieces.push({ frame, start: this.#written, end: this.#written + data.length });
    this.#written += data.length;
  }

  /**
   * The next bytes to send, behind room for a header: at most a piece, and nothing beyond a limit.
   *
   * @returns Undefined: there is nothing to send.
   */
  take(limit: number): Uint8Array | undefined {
    const piece = this.#pieces[this.#next];
    if (piece === undefined || this.#nextToSend >= limit) return undefined;
    const end = Math.min(piece.end, limit);
    let frame = piece.frame;
    if (this.#nextToSend !== piece.start || end !== piece.end) {
      // Part of a piece: the bytes before it may be sent again, so the header must not overwrite them.
      frame = new Uint8Array(headerSize + end - this.#nextToSend);
      const from = headerSize + this.#nextToSend - piece.start;
      frame.set(piece.frame.subarray(from, headerSize + end - piece.start), headerSize);
    }
    this.#nextToSend = end;
    if (end === piece.end) this.#next++;
    return frame;
  }

  /** Drops everything before an offset: it will not be sent again. */
  forget(upTo: number): void {
    let count = 0;
    while (count < this.#next && (this.#pieces[count]?.end ?? Infinity) <= upTo) count++;
    if (count === 0) return;
    this.#pieces.splice(0, count);
    this.#next -= count;
  }

  /** Goes back to an offset that was not dropped. */
  rewind(offset: number): void {
    if (offset > this.#written || offset < this.#written - this.held)
      throw new RangeError(`The bytes from ${String(offset)} on are not held.`);
    this.#nextToSend = offset;
    const next = this.#pieces.findIndex((piece) => piece.end > offset);
    this.#next = next < 0 ? this.#pieces.length : next;
  }

  /** Drops everything: nothing will be sent any more. */
  clear(): void {
    this.#pieces = [];
    this.#next = 0;
    this.#nextToSend = this.#written;
  }
}
