import type { Connection, ConnectionEvents } from "../connection/connection.js";
import type { Endpoint } from "../connection/endpoint.js";
import { Request } from "../connection/request.js";
import { AudioConnectionError, AudioSessionError, messageOf } from "../errors.js";
import type { ReconnectPolicy } from "../options.js";
import { delay, handled, orAborted } from "../promises.js";
import type { DaemonSession } from "../session/daemon-session.js";
import type { ClientMessage, Reply, SessionEndedMessage, SessionEventMessage } from "../wire/messages.js";
import type { Connector } from "./connector.js";
import type { AudioDaemonEvents, LinkState } from "./events.js";
import { SessionTable } from "./sessions.js";
import { takeOver } from "./takeover.js";
import { ResumeTokens } from "./tokens.js";

/** After this many connections in a row that brought nothing but a welcome the daemon counts as one that refuses. */
const maxBarren = 5;

/** A request that waits for a connection, and the session that it is about. */
export interface Carried {
  readonly request: Request;
  readonly session: DaemonSession | undefined;
}

export type Tell = <K extends keyof AudioDaemonEvents>(event: K, ...args: AudioDaemonEvents[K]) => void;

/**
 * Keeps the client connected: the first use opens a connection, and each one that is cut is replaced, until the policy
 * gives up or the client is closed. Holds the sessions meanwhile.
 */
export class Link implements ConnectionEvents {
  readonly sessions = new SessionTable();
  readonly tokens = new ResumeTokens();

  /** What waits for the next connection, in the order in which it will be sent. */
  carried: Carried[] = [];

  readonly #endpoints: readonly Endpoint[];
  readonly #connector: Connector;
  readonly #policy: ReconnectPolicy | undefined;
  readonly #tell: Tell;
  readonly #closing = new AbortController();
  readonly #sessionOf = new WeakMap<Request, DaemonSession>();
  #state: LinkState = "disconnected";
  #connection: Connection | undefined;
  #opening: Promise<void> | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(endpoints: readonly Endpoint[], connector: Connector, policy: ReconnectPolicy | undefined, tell: Tell) {
    this.#endpoints = endpoints;
    this.#connector = connector;
    this.#policy = policy;
    this.#tell = tell;
  }

  get state(): LinkState {
    return this.#state;
  }

  get connection(): Connection | undefined {
    return this.#connection;
  }

  /** Resolves once there is a connection, or one that is being made again. */
  async ensureConnected(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#state === "closed") throw closedError();
    if (this.#state === "connected" || this.#state === "reconnecting") return;
    this.#opening ??= handled(
      this.#open().finally(() => {
        this.#opening = undefined;
      }),
    );
    await orAborted(this.#opening, signal);
  }

  /** Starts a session. Resolves when the daemon has it. */
  async start(session: DaemonSession): Promise<void> {
    this.sessions.add(session);
    try {
      await this.post(session, this.startRequest(session));
    } catch (error) {
      this.sessions.remove(session);
      session.endUntold(messageOf(error));
      throw error;
    }
  }

  /** The request that starts a session: its reply gives the session its handle. */
  startRequest(session: DaemonSession): Request {
    return new Request(() => session.startMessage(), {
      onCut: "send-again",
      received: (connection, reply) => {
        if (reply.type !== "session_started") return;
        session.started = reply;
        this.sessions.begin(session, reply.handle);
        session.attach(connection, { ...reply, received: 0, played: 0, underruns: 0 });
      },
    });
  }

  /** Sends a request about a session, now or over the next connection. */
  post(session: DaemonSession, request: Request): Promise<Reply> {
    this.#sessionOf.set(request, session);
    return this.#post({ request, session });
  }

  /** Asks something that is about no session, and is not asked again after a cut. */
  ask(message: ClientMessage): Promise<Reply> {
    return this.#post({ request: new Request(() => message, { onCut: "fail" }), session: undefined });
  }

  /** Sends what was written, says goodbye, and ends everything that waits. What was sent plays to its end. */
  async close(reason: string): Promise<void> {
    if (this.#state === "closed") {
      await this.#running;
      return;
    }
    this.#state = "closed";
    const endpoint = this.#connection?.endpoint.text;
    await this.#connection?.close(reason);
    this.#closing.abort(closedError());
    await this.#opening?.catch(() => undefined);
    await this.#running;
    this.#endAll(closedError(), "The client was closed before the daemon said how it ended.");
    if (endpoint !== undefined) this.#tell("disconnected", { endpoint, reason, lost: 0 });
    this.#tell("closed");
  }

  onSessionEvent(_: Connection, message: SessionEventMessage): void {
    const session =
      message.type === "flow" ? this.sessions.findByHandle(message.handle) : this.sessions.find(message.sessionId);
    session?.onEvent(message);
  }

  onSessionEnded(message: SessionEndedMessage): void {
    const session = this.sessions.find(message.sessionId);
    if (session === undefined) return;
    this.sessions.remove(session);
    session.end(message);
  }

  onFrameRefused(connection: Connection, sessionId: string, received: number, why: string): void {
    const session = this.sessions.find(sessionId);
    if (session?.stream.sendAgain(received) === false)
      connection.abort(`The daemon keeps dropping frames that it should accept: ${why}`);
  }

  #post(carried: Carried): Promise<Reply> {
    const { request } = carried;
    if (this.#connection?.send(request) !== true) {
      if (this.#state === "reconnecting" || this.#state === "connected") this.carried.push(carried);
      else request.fail(this.#state === "closed" ? closedError() : notConnected());
    }
    return request.reply;
  }

  async #open(): Promise<void> {
    this.#state = "connecting";
    try {
      const connection = await this.#connector.connect(this.#endpoints, this, this.#closing.signal);
      this.#adopt(connection, { resumed: 0, restarted: 0, lost: 0 });
      this.#running = this.#run(connection);
    } catch (error) {
      if ((this.#state as LinkState) !== "closed") this.#state = "disconnected";
      throw error;
    }
  }

  /** Makes a connection the current one, and sends what waited for it. */
  #adopt(connection: Connection, sessions: { resumed: number; restarted: number; lost: number }): void {
    this.tokens.settle(connection.endpoint.text, connection.welcome.resumeToken);
    this.#connection = connection;
    if (this.#state !== "closed") this.#state = "connected";
    while (this.carried[0] !== undefined && connection.send(this.carried[0].request)) this.carried.shift();
    this.#tell("connected", {
      endpoint: connection.endpoint.text,
      clientId: connection.welcome.clientId,
      ...sessions,
    });
  }

  /** From one connection to the next, until there is none. */
  async #run(connection: Connection): Promise<void> {
    let barren = 0;
    for (;;) {
      if (this.#closing.signal.aborted) connection.abort("The client was closed."); // connected while it was
      const why = await connection.ended;
      this.detach(connection);
      if (this.#state === "closed") return;
      barren = connection.hasHeard ? 0 : barren + 1;
      this.#state = "reconnecting";
      this.#tell("reconnecting", { endpoint: connection.endpoint.text, reason: why });
      try {
        if (barren === maxBarren) throw new Error("The daemon ends every connection.");
        connection = await this.#reconnect(connection.endpoint);
      } catch (error) {
        this.#giveUp(connection.endpoint, why, error);
        return;
      }
    }
  }

  /** Leaves a connection that has ended: its sessions and its unanswered requests wait for the next one. */
  detach(connection: Connection): void {
    const again: Carried[] = [];
    for (const request of connection.takeUnanswered()) {
      if (request.onCut === "send-again") again.push({ request, session: this.#sessionOf.get(request) });
      else
        request.fail(new AudioConnectionError("connection_lost", "The connection broke before the daemon answered."));
    }
    this.carried.unshift(...again);
    if (this.#connection === connection) this.#connection = undefined;
    this.sessions.dropHandles();
    for (const session of this.sessions.all) session.stream.detach();
  }

  /**
   * Connects again. While sessions would be lost elsewhere, only their daemon is tried; the others come after the policy
   * has given up.
   */
  async #reconnect(before: Endpoint): Promise<Connection> {
    if (this.#policy === undefined) throw new Error("No reconnect policy is set.");
    const others = this.#endpoints.filter((endpoint) => endpoint.text !== before.text);
    let last: unknown = new Error("The reconnect policy made no attempt.");
    for (let attempt = 0; ; attempt++) {
      const wait = this.#policy(attempt);
      if (wait === undefined) break;
      await delay(wait, this.#closing.signal);
      try {
        return await this.#takeOver(this.#mustStay ? [before] : [before, ...others]);
      } catch (error) {
        this.#closing.signal.throwIfAborted();
        last = error;
      }
    }
    if (!this.#mustStay || others.length === 0) throw last;
    return this.#takeOver(others); // the sessions are lost; another daemon is better than none
  }

  /** Whether a session would be lost if the client went to another daemon. */
  get #mustStay(): boolean {
    return this.sessions.all.some((session) => session.isBegun && !session.canRestart);
  }

  async #takeOver(endpoints: readonly Endpoint[]): Promise<Connection> {
    const connection = await this.#connector.connect(endpoints, this, this.#closing.signal);
    const outcome = await takeOver(this, connection, this.#closing.signal);
    for (const session of outcome.restarted) session.tellRestarted();
    this.#adopt(connection, {
      resumed: outcome.resumed,
      restarted: outcome.restarted.length,
      lost: outcome.lost.length,
    });
    for (const { request } of outcome.failed)
      request.fail(new AudioSessionError("session_lost", `${lostReason} Start a new one, or set resendUnplayed.`));
    for (const session of outcome.lost) session.endUntold(lostReason);
    return connection;
  }

  #giveUp(endpoint: Endpoint, why: string, error: unknown): void {
    if (this.#closing.signal.aborted) return;
    const text = `The connection to ${endpoint.text} broke (${why}) and could not be restored: ${messageOf(error)}`;
    this.#state = "disconnected";
    const lost = this.#endAll(new AudioConnectionError("connection_lost", text, { cause: error }), text);
    this.#tell("disconnected", { endpoint: endpoint.text, reason: text, lost });
  }

  /** Ends every session and every request: there is no connection, and none will be made. */
  #endAll(error: Error, why: string): number {
    this.tokens.clear();
    for (const { request } of this.carried.splice(0)) request.fail(error);
    const sessions = this.sessions.all;
    for (const session of sessions) {
      this.sessions.remove(session);
      session.endUntold(why);
    }
    return sessions.length;
  }
}

const lostReason = "The daemon does not know the session any more: it was restarted, or away for too long.";

function closedError(): AudioConnectionError {
  return new AudioConnectionError("closed", "The client was closed; make a new one.");
}

function notConnected(): AudioConnectionError {
  return new AudioConnectionError("connection_lost", "There is no connection. Start a new session.");
}
