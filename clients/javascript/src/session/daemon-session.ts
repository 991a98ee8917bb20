import type { Connection } from "../connection/connection.js";
import { Request } from "../connection/request.js";
import type { SessionOptions } from "../options.js";
import { deferred } from "../promises.js";
import type { PlaybackResult } from "../results.js";
import type {
  ClientMessage,
  Reply,
  SessionEndedMessage,
  SessionEventMessage,
  SessionPosition,
  SessionStarted,
  StartSession,
} from "../wire/messages.js";
import type { AudioSessionEvents } from "./events.js";
import { SessionFigures } from "./figures.js";
import type { StreamShape } from "./format.js";
import { Marks, offsetOnWire } from "./marks.js";
import type { Mark } from "./marks.js";
import { SessionStream } from "./stream.js";

/** What the user's side of a session is told. */
export interface SessionObserver {
  tell<K extends keyof AudioSessionEvents>(event: K, ...args: AudioSessionEvents[K]): void;

  /** There may be room for more, or the session is over. */
  moved(): void;
}

/**
 * A session as the daemon reports it: where its stream stands, whether it is paused, its marks and its end. The user's
 * side is `AudioSession`.
 */
export class DaemonSession {
  readonly stream: SessionStream;
  readonly shape: StreamShape;
  observer: SessionObserver | undefined;

  /** The format as the daemon understood it. */
  started: SessionStarted | undefined;
  volume: number;
  isPaused = false;

  readonly #options: SessionOptions;
  readonly #resendsUnplayed: boolean;
  readonly #marks: Marks;
  readonly #figures: SessionFigures;
  readonly #ended = deferred<PlaybackResult>();
  #id: string;
  #isCancelled = false;
  #isBegun = false;
  #result: PlaybackResult | undefined;

  constructor(id: string, shape: StreamShape, options: SessionOptions, resendsUnplayed: boolean) {
    this.#id = id;
    this.#options = options;
    this.#resendsUnplayed = resendsUnplayed;
    this.shape = shape;
    this.volume = options.volume ?? 1;
    this.stream = new SessionStream(shape.bytesPerFrame, resendsUnplayed);
    this.#marks = new Marks(shape.bytesPerFrame ?? 1);
    this.#figures = new SessionFigures(shape);
  }

  /** Its id at the daemon, which changes with a restart. */
  get id(): string {
    return this.#id;
  }

  /** Resolves with the result when it has ended. Never rejects. */
  get ended(): Promise<PlaybackResult> {
    return this.#ended.promise;
  }

  get result(): PlaybackResult | undefined {
    return this.#result;
  }

  /** Whether a daemon has it, or had it. */
  get isBegun(): boolean {
    return this.#isBegun;
  }

  /** Whether it can start again if a daemon has lost it. */
  get canRestart(): boolean {
    return this.#resendsUnplayed && this.stream.canRestart && !this.#isCancelled && this.#result === undefined;
  }

  /** Starts it as it is now. */
  startMessage(): StartSession {
    const options = this.#options;
    return {
      type: "start_session",
      sessionId: this.#id,
      audioFormat: this.shape.wire,
      volume: this.volume,
      effects: options.effects,
      priority: options.priority,
      channel: options.channel,
      overlap: options.overlap,
      expiresAfter: options.expiresAfterMs,
      resumeInterrupted: options.resumeInterrupted,
      jitter: options.jitter,
      maxLatency: options.maxLatencyMs,
    };
  }

  /** Refuses what is written from now on: it is about to be cancelled. */
  refuse(): void {
    this.#isCancelled = true;
    this.stream.refuse();
    this.observer?.moved();
  }

  /**
   * A daemon has it: it was started there, or resumed.
   *
   * @returns False: what the daemon claims to have cannot be.
   */
  attach(connection: Connection, at: Omit<SessionPosition, "sessionId" | "state" | "volume">): boolean {
    this.#isBegun = true;
    this.#figures.resumed(at.underruns);
    if (!this.stream.attach(connection, at.handle, at)) return false;
    this.#tellHeard(this.stream.positions.played);
    this.observer?.moved();
    return true;
  }

  onEvent(message: SessionEventMessage): void {
    switch (message.type) {
      case "flow":
        this.stream.advance(message);
        this.#figures.heard(message.playedMs);
        this.#tellHeard(this.stream.positions.played);
        this.#tellProgress();
        this.observer?.moved();
        break;
      case "playing":
        this.#figures.ttfaMs ??= message.ttfaMs;
        this.observer?.tell("playing", {
          ttfaMs: message.ttfaMs,
          decodedMs: message.decodedMs,
          mixedMs: message.mixedMs,
        });
        break;
      case "underrun":
        this.#figures.underrun(message.underruns);
        this.observer?.tell("underrun", { underruns: this.#figures.underruns });
        break;
      case "mark_heard": {
        const mark = this.#marks.takeReported(message.name, message.offset, this.stream.positions.base);
        if (mark !== undefined) this.#tellMark(mark);
        break;
      }
      case "paused":
        this.isPaused = true;
        this.observer?.tell("paused");
        break;
      case "playback_resumed":
        this.isPaused = false;
        this.observer?.tell("resumed");
        break;
      case "session_queued":
        this.isPaused = false;
        this.observer?.tell("queued", {
          channel: message.channel,
          position: message.position,
          interruptedBy: message.interruptedBy,
        });
        break;
    }
  }

  /** A request about this session, which is sent again after a cut. */
  request(message: (sessionId: string) => ClientMessage): Request {
    return new Request(() => message(this.#id), { onCut: "send-again" });
  }

  /** Adds a mark; the request sets it at the daemon. */
  mark(name: string, offset: number): Request {
    const mark: Mark = { name, offset, isSet: false };
    this.#marks.add(mark);
    return this.#requestOf(mark);
  }

  /**
   * Prepares a new session with a new id after a daemon has lost the old one: from the first frame that was not played,
   * or from the first byte of a stream that says its format.
   */
  restart(id: string): void {
    this.#id = id;
    this.stream.restart();
    this.#figures.restarted(this.stream.positions.base);
    this.#isBegun = false;
  }

  /** The requests that follow the start of a restarted session: its pause, and the marks that are not heard yet. */
  requestsAfterRestart(): Request[] {
    const pause = this.isPaused ? [this.request((sessionId) => ({ type: "pause_session", sessionId }))] : [];
    return [...pause, ...this.#marks.toSetAgain(this.stream.positions.played).map((mark) => this.#requestOf(mark))];
  }

  tellRestarted(): void {
    this.#tellHeard(this.stream.positions.played);
    this.observer?.tell("restarted", { sessionId: this.#id, firstFrame: this.#figures.firstFrame });
  }

  /** It has ended, as the daemon says. */
  end(message: SessionEndedMessage): void {
    const result = this.#figures.ended(this.#id, message);
    // A mark at the end of the stream lies one frame beyond the last, and is heard when all of it was.
    const beyond = result.reason === "completed" ? 1 : 0;
    const { bytesPerFrame } = this.shape;
    if (bytesPerFrame !== undefined)
      this.#tellHeard((result.framesPlayed + result.framesSkipped + beyond) * bytesPerFrame);
    else this.#tellHeard(beyond === 1 ? this.stream.written + 1 : this.stream.positions.played);
    this.#end(result);
  }

  /** It has ended, and no daemon will say how. */
  endUntold(why: string): void {
    const reason = this.#isCancelled ? "cancelled" : "lost";
    this.#end(this.#figures.untold(this.#id, reason, this.stream.positions, why));
  }

  #end(result: PlaybackResult): void {
    if (this.#result !== undefined) return;
    this.#result = result;
    this.stream.close();
    this.#ended.resolve(result);
    this.observer?.tell("ended", result);
    this.observer?.moved();
  }

  #requestOf(mark: Mark): Request {
    const message = (): ClientMessage => ({
      type: "mark",
      sessionId: this.#id,
      offset: offsetOnWire(mark.offset, this.stream.positions.base),
      name: mark.name,
    });
    const received = (_: Connection, reply: Reply): void => {
      if (reply.type === "error") this.#marks.remove(mark);
      else mark.isSet = true;
    };
    return new Request(message, { onCut: "send-again", received });
  }

  #tellProgress(): void {
    const { received, played } = this.stream.positions;
    const playedMs = this.#figures.playedMs(played);
    this.observer?.tell("progress", { written: this.stream.written, received, played, playedMs });
  }

  /** Tells the marks up to a byte of the stream that were heard and that the daemon has not told. */
  #tellHeard(played: number): void {
    for (const mark of this.#marks.takeHeard(played)) this.#tellMark(mark);
  }

  #tellMark(mark: Mark): void {
    this.observer?.tell("mark", { name: mark.name, offset: mark.offset });
  }
}
