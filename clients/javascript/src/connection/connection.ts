import { AudioConnectionError } from "../errors.js";
import { deferred, orAborted } from "../promises.js";
import { readMessage } from "../wire/messages.js";
import type { DaemonMessage, Reply, SessionEndedMessage, SessionEventMessage, Welcome } from "../wire/messages.js";
import type { Endpoint } from "./endpoint.js";
import { KeepAlive } from "./keep-alive.js";
import type { KeepAliveTimes } from "./keep-alive.js";
import { Request } from "./request.js";
import type { Transport, TransportEvents } from "./transport.js";

/** What has chunk frames to send. */
export interface FrameSource {
  /** The next frame for this connection; undefined: there is none, and `ready` will be called again. */
  nextFrame(connection: Connection): Uint8Array | undefined;
}

/** Takes what the daemon says unasked. */
export interface ConnectionEvents {
  onSessionEvent(connection: Connection, message: SessionEventMessage): void;
  onSessionEnded(message: SessionEndedMessage): void;
  onFrameRefused(connection: Connection, sessionId: string, received: number, why: string): void;
}

/** More than this is not left to the transport, so that a pause or a cancel need not wait behind it. */
const maxBuffered = 256 * 1024;

/** How often a full transport is looked at, in milliseconds: a WebSocket does not tell. */
const pollInterval = 4;

/** Time allowed for the close handshake, in milliseconds. */
const closeLimit = 2_000;

/** One connection to a daemon. Requests are sent first; then each session sends one frame in turn. */
export class Connection {
  readonly endpoint: Endpoint;
  readonly welcome: Welcome;

  readonly #transport: Transport;
  readonly #events: ConnectionEvents;
  readonly #keepAlive: KeepAlive;
  readonly #ended = deferred<string>();
  readonly #ready: FrameSource[] = [];
  readonly #unanswered = new Map<string, Request>();
  #lastId = 0;
  #isOver = false;
  #isClosing = false;
  #closeReason: string | undefined;
  #hasHeard = false;
  #poll: ReturnType<typeof setTimeout> | undefined;

  private constructor(
    endpoint: Endpoint,
    welcome: Welcome,
    transport: Transport,
    events: ConnectionEvents,
    times: KeepAliveTimes,
  ) {
    this.endpoint = endpoint;
    this.welcome = welcome;
    this.#transport = transport;
    this.#events = events;
    this.#keepAlive = new KeepAlive(times, {
      ping: () => this.send(new Request(() => ({ type: "ping" }), { onCut: "fail" })),
      cut: (reason) => {
        this.abort(reason);
      },
    });
  }

  /**
   * Connects, and waits for the daemon's welcome.
   *
   * @param open Opens the transport; its events must not begin before it is open.
   * @param signal Gives the attempt up.
   */
  static async open(
    endpoint: Endpoint,
    open: (events: TransportEvents, signal: AbortSignal) => Promise<Transport>,
    events: ConnectionEvents,
    times: KeepAliveTimes,
    signal: AbortSignal,
  ): Promise<Connection> {
    const first = deferred<Connection>();
    let connection: Connection | undefined;
    const opened: { transport?: Transport } = {};
    const early: string[] = [];
    const onText = (text: string): void => {
      const { transport } = opened;
      if (transport === undefined) {
        early.push(text);
        return;
      }
      if (connection !== undefined) {
        connection.#take(text);
        return;
      }
      const message = readMessage(text);
      if (message?.type === "welcome" && message.protocol === 4) {
        connection = new Connection(endpoint, message, transport, events, times);
        first.resolve(connection);
        return;
      }
      const said = message?.type === "error" ? message.error : "it did not say welcome in version 4.";
      first.reject(new AudioConnectionError("bad_answer", `${endpoint.text} is no audiod, or is too old: ${said}`));
    };
    const transport = await open(
      {
        onText,
        onClosed(reason) {
          first.reject(new AudioConnectionError("no_daemon", `${endpoint.text} closed the connection: ${reason}`));
          if (connection !== undefined) connection.#end(reason);
        },
      },
      signal,
    );
    opened.transport = transport;
    early.forEach(onText);
    try {
      return await orAborted(first.promise, signal);
    } catch (error) {
      transport.abort("it was given up.");
      throw error;
    }
  }

  /** Resolves when it is over, with the reason, for people. */
  get ended(): Promise<string> {
    return this.#ended.promise;
  }

  /** Whether the daemon has said anything after its welcome. */
  get hasHeard(): boolean {
    return this.#hasHeard;
  }

  /**
   * Sends a request.
   *
   * @returns False: it is over or closing, and the caller keeps the request.
   */
  send(request: Request): boolean {
    if (this.#isOver || this.#isClosing) return false;
    const requestId = String(++this.#lastId);
    this.#unanswered.set(requestId, request);
    this.#transport.sendText(JSON.stringify({ ...request.message(), requestId }));
    return true;
  }

  /** A source has frames. Call it once, then again after `nextFrame` had none. */
  ready(source: FrameSource): void {
    this.#ready.push(source);
    this.#pump();
  }

  /** After its end: the requests without a reply, in their order. */
  takeUnanswered(): Request[] {
    const requests = [...this.#unanswered.values()];
    this.#unanswered.clear();
    return requests;
  }

  /** Sends what sessions have ready, says goodbye, and waits for the daemon to close; cuts it after 2 s. */
  async close(reason: string): Promise<void> {
    this.#isClosing = true;
    this.#closeReason = reason;
    const timer = setTimeout(() => {
      this.abort(reason);
    }, closeLimit);
    this.#pump();
    await this.ended;
    clearTimeout(timer);
  }

  /** Cuts it. */
  abort(reason: string): void {
    this.#transport.abort(reason);
    this.#end(reason);
  }

  #pump(): void {
    if (this.#poll !== undefined || this.#isOver) return;
    for (;;) {
      if (this.#transport.buffered > maxBuffered) {
        this.#poll = setTimeout(() => {
          this.#poll = undefined;
          this.#pump();
        }, pollInterval);
        return;
      }
      const source = this.#ready.shift();
      if (source === undefined) break;
      const frame = source.nextFrame(this);
      if (frame === undefined) continue;
      this.#transport.sendFrame(frame);
      this.#ready.push(source); // behind the others: they take turns
    }
    if (this.#closeReason !== undefined) {
      this.#transport.close(this.#closeReason);
      this.#closeReason = undefined;
    }
  }

  #take(text: string): void {
    if (this.#isOver) return;
    this.#keepAlive.heard();
    this.#hasHeard = true;
    const message = readMessage(text);
    if (message === undefined) {
      this.abort("The daemon sent what is no message.");
      return;
    }
    if (message.requestId === undefined) {
      this.#takeUnasked(message);
      return;
    }
    const request = this.#unanswered.get(message.requestId);
    this.#unanswered.delete(message.requestId);
    request?.complete(this, message as Reply);
  }

  #takeUnasked(message: DaemonMessage): void {
    switch (message.type) {
      case "session_ended":
        this.#events.onSessionEnded(message);
        break;
      case "error":
        if (message.sessionId !== undefined && message.received !== undefined)
          this.#events.onFrameRefused(this, message.sessionId, message.received, message.error);
        break;
      case "flow":
      case "playing":
      case "underrun":
      case "paused":
      case "playback_resumed":
      case "session_queued":
      case "mark_heard":
        this.#events.onSessionEvent(this, message);
        break;
      default: // of a later version
    }
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#keepAlive.stop();
    clearTimeout(this.#poll);
    this.#ready.length = 0;
    this.#ended.resolve(reason);
  }
}
