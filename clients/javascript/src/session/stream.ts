import type { Connection, FrameSource } from "../connection/connection.js";
import { headerSize, writeHeader } from "../wire/chunk-frame.js";
import { StreamPositions } from "./positions.js";
import { ReplayBuffer } from "./replay-buffer.js";

/** The largest payload of a frame: a session takes turns with the others after it. */
const maxPayload = 64 * 1024;

/** `ended`: the end is sent after the data. `refused`: cancelled; no end is sent. `closed`: the session is over. */
type Input = "open" | "ended" | "refused" | "closed";

/** The bytes of a session on their way to the daemon: what was written, sent, received and heard. */
export class SessionStream implements FrameSource {
  readonly positions: StreamPositions;

  /** Called when there is nothing more to send for now. */
  onIdle: (() => void) | undefined;

  readonly #buffer = new ReplayBuffer();
  readonly #bytesPerFrame: number;
  readonly #isWhole: boolean;
  readonly #keepsUnplayed: boolean;
  #input: Input = "open";
  #connection: Connection | undefined;
  #handle = 0;
  #maxPayload = maxPayload;
  #isQueued = false;
  #isEndSent = false;

  /**
   * @param bytesPerFrame Of the samples; undefined: the stream says its format, and cannot be entered in the middle.
   * @param keepsUnplayed Whether to keep what a restart needs.
   */
  constructor(bytesPerFrame: number | undefined, keepsUnplayed: boolean) {
    this.#bytesPerFrame = bytesPerFrame ?? 1;
    this.#isWhole = bytesPerFrame === undefined;
    this.#keepsUnplayed = keepsUnplayed;
    this.positions = new StreamPositions(this.#bytesPerFrame);
  }

  get written(): number {
    return this.#buffer.written;
  }

  /** Whether it still takes data. */
  get isOpen(): boolean {
    return this.#input === "open";
  }

  /** Whether the writer has ended it. */
  get isEnded(): boolean {
    return this.#input === "ended";
  }

  /** Whether everything that was written was sent on the present connection, and the end if there is one. */
  get isSent(): boolean {
    return this.#buffer.nextToSend === this.written && (this.#isEndSent || this.#input !== "ended");
  }

  /** Whether a new session of the daemon can go on where this one was heard. */
  get canRestart(): boolean {
    return !this.#isWhole || this.positions.played === 0;
  }

  /**
   * Takes what the daemon has room for, in whole frames, and has it sent.
   *
   * @returns The bytes taken; 0: there is no room.
   */
  take(data: Uint8Array): number {
    const room = Math.max(0, this.positions.limit - this.written);
    let count = Math.min(data.length, this.#maxPayload, room);
    if (count < data.length) count -= (this.written + count) % this.#bytesPerFrame;
    if (count <= 0) return 0;
    this.#buffer.append(data.subarray(0, count));
    this.#queue();
    return count;
  }

  end(): void {
    if (this.#input !== "open") return;
    this.#input = "ended";
    this.#queue();
  }

  /** Takes no more data and sends no end: the session is cancelled. */
  refuse(): void {
    if (this.#input === "open") this.#input = "refused";
  }

  /** Takes and sends nothing more. */
  close(): void {
    this.#input = "closed";
    this.#connection = undefined;
    this.#buffer.clear();
  }

  /**
   * Gives it to a connection, which sends from what the daemon has received.
   *
   * @returns False: the daemon claims to have received what was never sent.
   */
  attach(connection: Connection, handle: number, at: { received: number; limit: number; played: number }): boolean {
    if (this.#input === "closed") return true;
    if (!this.positions.isPossible(at.received, this.written)) return false;
    this.#connection = connection;
    this.#handle = handle;
    this.#isQueued = false;
    const most = Math.min(maxPayload, connection.welcome.limits.maxMessageBytes - headerSize);
    this.#maxPayload = Math.max(this.#bytesPerFrame, most - (most % this.#bytesPerFrame));
    this.#buffer.rewind(this.positions.base + at.received);
    this.#isEndSent = false;
    this.#note(at);
    this.#queue();
    return true;
  }

  /** The connection has ended. */
  detach(): void {
    this.#connection = undefined;
    this.#isQueued = false;
  }

  /** The daemon reports its progress. */
  advance(at: { received: number; limit: number; played: number }): void {
    this.#note(at);
    this.#queue();
  }

  /**
   * The daemon has dropped a frame: sends again from what it has received.
   *
   * @returns False: it keeps dropping frames that it should accept.
   */
  sendAgain(received: number): boolean {
    if (this.#connection === undefined) return true;
    if (!this.positions.drop(received, this.written)) return false;
    if (this.positions.received < this.#buffer.nextToSend) {
      this.#buffer.rewind(this.positions.received);
      this.#isEndSent = false;
    }
    this.#queue();
    return true;
  }

  /** The daemon has lost the session: goes back to the first frame that was not reported as played. */
  restart(): void {
    this.positions.restart();
    this.#buffer.rewind(this.positions.base);
  }

  nextFrame(connection: Connection): Uint8Array | undefined {
    if (connection !== this.#connection) return undefined;
    const offset = this.#buffer.nextToSend - this.positions.base;
    let frame = this.#buffer.take(this.positions.limit);
    const isLast = this.#input === "ended" && this.#buffer.nextToSend === this.written && !this.#isEndSent;
    if (frame === undefined && isLast) frame = new Uint8Array(headerSize);
    if (frame === undefined) {
      this.#isQueued = false;
      this.onIdle?.();
      return undefined;
    }
    this.#isEndSent ||= isLast;
    writeHeader(frame, this.#handle, offset, isLast);
    return frame;
  }

  #note(at: { received: number; limit: number; played: number }): void {
    this.positions.advance(at, this.written);
    this.#buffer.forget(this.#keepsFrom());
  }

  /** The first byte that may have to be sent again. */
  #keepsFrom(): number {
    if (!this.#keepsUnplayed || (this.#isWhole && this.positions.played > 0)) return this.positions.received;
    return this.positions.playedFrame;
  }

  #queue(): void {
    const next = this.#buffer.nextToSend;
    const hasData = next < Math.min(this.written, this.positions.limit);
    const hasEnd = this.#input === "ended" && !this.#isEndSent && next === this.written;
    if (this.#connection === undefined || this.#isQueued || !(hasData || hasEnd)) return;
    this.#isQueued = true;
    this.#connection.ready(this);
  }
}
