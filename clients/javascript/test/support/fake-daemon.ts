import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";

/** A JSON message of either side. */
export type Json = Record<string, unknown> & { type: string };

/** A chunk frame, read by its bytes as docs/protocol.md describes them. */
export interface Frame {
  readonly handle: number;
  readonly offset: number;
  readonly isLast: boolean;
  readonly payload: Buffer;
}

export function readFrame(bytes: Buffer): Frame {
  const headerLength = bytes.readUInt16LE(2);
  return {
    handle: bytes.readUInt32LE(4),
    offset: Number(bytes.readBigInt64LE(8)),
    isLast: (bytes.readUInt8(1) & 1) === 1,
    payload: bytes.subarray(headerLength),
  };
}

/** One client at the fake daemon. */
export class Peer {
  readonly messages: Json[] = [];
  readonly frames: Frame[] = [];
  readonly socket: WebSocket;
  readonly #daemon: FakeDaemon;

  constructor(daemon: FakeDaemon, socket: WebSocket) {
    this.#daemon = daemon;
    this.socket = socket;
    socket.on("message", (data, isBinary) => {
      if (isBinary) this.frames.push(readFrame(data as Buffer));
      else this.messages.push(JSON.parse((data as Buffer).toString()) as Json);
      if (isBinary) this.#daemon.onFrame(this, this.frames.at(-1) as Frame);
      else this.#daemon.onMessage(this, this.messages.at(-1) as Json);
      this.#daemon.moved();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.#daemon.moved();
    });
  }

  /** What it has sent of a session, in the order of arrival. */
  get bytes(): Buffer {
    return Buffer.concat(this.frames.map((frame) => frame.payload));
  }

  send(message: Json): void {
    this.socket.send(JSON.stringify(message));
  }

  reply(to: Json, message: Json): void {
    this.send({ ...message, requestId: to["requestId"] });
  }

  sent(type: string): Json[] {
    return this.messages.filter((message) => message.type === type);
  }
}

/**
 * Answers as the tests want. By default it starts every session with room for everything, takes every request, and says
 * nothing of its own.
 */
export class FakeDaemon {
  readonly peers: Peer[] = [];
  limit = 1_000_000;
  onMessage: (peer: Peer, message: Json) => void = (peer, message) => {
    this.answer(peer, message);
  };
  onFrame: (peer: Peer, frame: Frame) => void = () => undefined;
  onConnection: (peer: Peer) => void = (peer) => {
    this.welcome(peer);
  };
  readonly #server: WebSocketServer;
  #waiters: (() => void)[] = [];
  #handles = 0;

  private constructor(port: number) {
    this.#server = new WebSocketServer({ host: "127.0.0.1", port });
    this.#server.on("connection", (socket) => {
      const peer = new Peer(this, socket);
      this.peers.push(peer);
      this.onConnection(peer);
      this.moved();
    });
  }

  static async start(port = 0): Promise<FakeDaemon> {
    const daemon = new FakeDaemon(port);
    await once(daemon.#server, "listening");
    return daemon;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get endpoint(): string {
    return `ws://127.0.0.1:${String(this.port)}`;
  }

  welcome(peer: Peer): void {
    const number = this.peers.indexOf(peer) + 1;
    peer.send({
      type: "welcome",
      clientId: `client_${String(number)}`,
      timestamp: 1,
      message: "hello",
      protocol: 4,
      resumeToken: `token-${String(number)}`,
      resumeWindowMs: 30_000,
      limits: { maxMessageBytes: 1_048_576, maxSessions: 64, maxBufferedMs: 30_000 },
    });
  }

  answer(peer: Peer, message: Json): void {
    const { sessionId } = message;
    const session = { sessionId, clientId: "client_1", timestamp: 1 };
    switch (message.type) {
      case "start_session":
        peer.reply(message, {
          type: "session_started",
          ...session,
          handle: ++this.#handles,
          limit: this.limit,
          audioFormat: { ...(message["audioFormat"] as object), bytesPerSample: 2, bytesPerSecond: 48_000 },
        });
        break;
      case "ping":
        peer.reply(message, { type: "pong", timestamp: 7 });
        break;
      case "mark":
        peer.reply(message, { ...message, type: "mark_set" });
        break;
      case "resume":
        peer.reply(message, refusal("invalid_token", false));
        break;
      case "cancel_session":
        peer.reply(message, { type: "session_stopped", ...session, stats: {} });
        this.end(peer, sessionId as string, "cancelled");
        break;
      case "stop_session":
        peer.reply(message, {
          type: "session_stopped",
          ...session,
          stats: { bytesReceived: peer.bytes.length, chunksProcessed: peer.frames.length, startTime: 1, endTime: 2 },
        });
        break;
      case "get_status":
        peer.reply(message, { type: "status", ...session, connected: true, sessions: [] });
        break;
      default:
        peer.reply(message, { type: "session_changed", sessionId, paused: false, volume: 1 });
    }
  }

  /** Ends a session as the daemon does. */
  end(peer: Peer, sessionId: string, reason: string, more: object = {}): void {
    peer.send({
      type: "session_ended",
      sessionId,
      reason,
      framesPlayed: peer.bytes.length / 2,
      framesReceived: peer.bytes.length / 2,
      bytesReceived: peer.bytes.length,
      underruns: 0,
      ttfaMs: 1.5,
      timestamp: 1,
      ...more,
    });
  }

  /** Resolves when a condition holds, looked at whenever something has happened. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition())
      await new Promise<void>((resolve) => {
        this.#waiters.push(resolve);
      });
  }

  /** The peer with this number, from 1, once it is there. */
  async peer(number: number): Promise<Peer> {
    await this.until(() => this.peers.length >= number);
    return this.peers[number - 1] as Peer;
  }

  moved(): void {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }

  async stop(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
    await once(this.#server, "close");
  }
}

export function refusal(code: string, retryable: boolean, more: object = {}): Json {
  return { type: "error", error: `refused: ${code}`, code, retryable, timestamp: 1, ...more };
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
