import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { WebSocket } from "ws";
import { AudioConnectionError, AudioDaemon, AudioRequestError, AudioSessionError } from "../src/index.js";
import type { AudioDaemonOptions, AudioDaemonError } from "../src/index.js";
import { FakeDaemon, freePort, refusal } from "./support/fake-daemon.js";
import type { Json } from "./support/fake-daemon.js";
import { vectors } from "./support/vectors.js";

const pcm = { sampleRate: 24_000 } as const;
const open: (AudioDaemon | FakeDaemon)[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await (each instanceof AudioDaemon ? each.close() : each.stop());
});

async function fake(): Promise<FakeDaemon> {
  const daemon = await FakeDaemon.start();
  open.push(daemon);
  return daemon;
}

function client(options: AudioDaemonOptions): AudioDaemon {
  const daemon = new AudioDaemon(options);
  open.push(daemon);
  return daemon;
}

async function both(options: AudioDaemonOptions = {}): Promise<{ daemon: FakeDaemon; audio: AudioDaemon }> {
  const daemon = await fake();
  return { daemon, audio: client({ endpoints: daemon.endpoint, reconnect: () => 1, ...options }) };
}

/** The error that a promise rejects with. */
async function rejection(promise: Promise<unknown>): Promise<AudioDaemonError> {
  try {
    await promise;
  } catch (error) {
    return error as AudioDaemonError;
  }
  throw new Error("It did not reject.");
}

test("the options of a session are sent as the vectors have them", async () => {
  const { daemon, audio } = await both();
  await audio.startSession({
    ...pcm,
    priority: "alert",
    channel: "kitchen",
    overlap: "replace",
    expiresAfterMs: 5_000,
    resumeInterrupted: true,
  });
  await audio.startSession({ ...pcm, effects: "speed:1.5,highpass:80" });
  await audio.startSession();

  const wanted = vectors<{ from: string; json: string }>("messages")
    .map((vector) => JSON.parse(vector.json) as Json)
    .filter((message) => message.type === "start_session");
  const sent = (daemon.peers[0]?.sent("start_session") ?? []).map((message) => {
    const { sessionId, requestId, volume, ...rest } = message;
    assert.match(sessionId as string, /^js-[0-9a-f]{32}$/);
    assert.equal(typeof requestId, "string");
    assert.equal(volume, 1);
    return rest;
  });
  for (const message of sent)
    assert.ok(
      wanted.some((vector) => isEqual(vector, message)),
      JSON.stringify(message),
    );
  assert.equal(sent.length, 3);
});

test("writes go out in their order, whoever awaits them, and wait for room", async () => {
  const { daemon, audio } = await both();
  daemon.limit = 1_000;
  const session = await audio.startSession(pcm);
  const bytes = Uint8Array.from({ length: 3_000 }, (_, i) => i & 0xff);
  let written = 0;
  for (let at = 0; at < bytes.length; at += 700) void session.write(bytes.subarray(at, at + 700)).then(() => written++);
  const ending = session.end();
  const peer = await daemon.peer(1);
  await daemon.until(() => peer.bytes.length === 1_000);
  assert.equal(written, 1);

  const { sessionId } = peer.messages[0] as Json;
  const flow = (limit: number): void => {
    const at = { received: peer.bytes.length, limit, played: 0 };
    peer.send({ type: "flow", sessionId, handle: 1, ...at });
  };
  flow(2_001);
  await daemon.until(() => peer.bytes.length === 2_000); // whole frames while there is not room for all
  flow(10_000);
  await daemon.until(() => peer.frames.at(-1)?.isLast === true);
  daemon.end(peer, sessionId as string, "completed");

  assert.deepEqual(new Uint8Array(peer.bytes), bytes);
  assert.deepEqual(
    [(await ending).reason, (await ending).framesPlayed, session.bytesWritten],
    ["completed", 1_500, 3_000],
  );
});

test("sessions take turns, and requests go before what waits", async () => {
  const { daemon, audio } = await both();
  daemon.limit = 100_000_000;
  const [first, second] = await Promise.all([audio.startSession(pcm), audio.startSession(pcm)]);
  const peer = await daemon.peer(1);
  peer.socket.pause(); // more than the system buffers
  void first.write(new Uint8Array(30_000_000));
  void second.write(new Uint8Array(100));
  void first.pause();
  peer.socket.resume();
  await daemon.until(() => peer.sent("pause_session").length === 1);
  const before = peer.frames.length;
  await daemon.until(() => peer.bytes.length === 30_000_100);

  const at = peer.frames.findIndex((frame) => frame.handle === 2);
  assert.ok(at >= 0 && at < peer.frames.length - 10, `it came ${String(at)}th of ${String(peer.frames.length)}`);
  assert.ok(before < peer.frames.length - 10, `it came after ${String(before)}`);
});

test("what the daemon drops is sent again, but not for ever", async () => {
  const { daemon, audio } = await both({ reconnect: false });
  const session = await audio.startSession(pcm);
  const peer = await daemon.peer(1);
  await session.write(new Uint8Array(100).fill(1));
  await session.write(new Uint8Array(100).fill(2));
  await daemon.until(() => peer.frames.length === 2);
  daemon.onFrame = (_, frame) => {
    peer.send(refusal("offset_gap", true, { sessionId: session.id, received: frame.offset }));
  };
  peer.send(refusal("offset_gap", true, { sessionId: session.id, received: 100 }));
  const result = await session.ended;

  assert.deepEqual([result.reason, session.bytesReceived], ["lost", 100]);
  assert.match(result.error ?? "", /keeps dropping frames/);
  assert.ok(peer.frames.slice(2).every((frame) => frame.offset === 100 && frame.payload[0] === 2));
  assert.equal(peer.frames.length, 2 + 101);
});

test("after a cut it resumes, and sends on from what has arrived", async () => {
  const { daemon, audio } = await both();
  const session = await audio.startSession(pcm);
  const sound = Uint8Array.from({ length: 1_000 }, (_, i) => i & 0xff);
  await session.write(sound.subarray(0, 600));
  const first = await daemon.peer(1);
  await daemon.until(() => first.bytes.length === 600);
  daemon.onMessage = (peer, message) => {
    if (message.type !== "resume") return;
    const at = { sessionId: session.id, handle: 9, state: "playing", received: 250, limit: 5_000, played: 100 };
    peer.reply(message, { type: "resumed", sessions: [{ ...at, volume: 1, underruns: 1 }], ended: [] });
  };
  first.socket.terminate();
  const writing = session.write(sound.subarray(600));
  session.endStream();
  const second = await daemon.peer(2);
  await daemon.until(() => second.frames.at(-1)?.isLast === true);
  await writing;
  daemon.end(second, session.id, "completed", { framesPlayed: 500 });

  assert.equal((await session.ended).framesPlayed, 500);
  assert.equal(second.messages[0]?.["token"], "token-1");
  assert.deepEqual(new Uint8Array(second.bytes), sound.subarray(250));
  assert.deepEqual([second.frames[0]?.offset, second.frames[0]?.handle], [250, 9]);
});

test("a resume that fails is tried again with every token, the oldest first", async () => {
  const { daemon, audio } = await both();
  const session = await audio.startSession(pcm);
  daemon.onMessage = (peer, message) => {
    if (daemon.peers.length < 4)
      peer.socket.terminate(); // before it is answered
    else if (message["token"] === "token-3")
      peer.reply(message, {
        type: "resumed",
        sessions: [],
        ended: [{ ...ended(session.id), reason: "completed", framesPlayed: 3 }],
      });
    else peer.reply(message, refusal("invalid_token", false));
  };
  (await daemon.peer(1)).socket.terminate();
  const result = await session.ended;

  assert.deepEqual([result.reason, result.framesPlayed], ["completed", 3]);
  const tokens = (await daemon.peer(4)).messages.map((message) => message["token"]);
  assert.deepEqual(tokens, ["token-1", "token-2", "token-3"]);
});

test("a daemon that claims to have what was never sent is cut", async () => {
  const { daemon, audio } = await both();
  const session = await audio.startSession(pcm);
  daemon.onMessage = (peer, message) => {
    if (message.type !== "resume") return;
    const received = daemon.peers.length === 2 ? 1_000 : 0;
    const at = { sessionId: session.id, handle: 1, state: "playing", received, limit: 5_000, played: 0 };
    peer.reply(message, { type: "resumed", sessions: [{ ...at, volume: 1, underruns: 0 }], ended: [] });
  };
  (await daemon.peer(1)).socket.terminate();
  await daemon.peer(3);
  await session.write(new Uint8Array(10));
  await daemon.until(() => daemon.peers.some((peer) => peer.bytes.length === 10));

  assert.equal(
    daemon.peers.findIndex((peer) => peer.bytes.length === 10),
    2,
  );
});

test("a restarted daemon has lost the sessions: they end as lost, and say what helps", async () => {
  const { daemon, audio } = await both();
  const session = await audio.startSession(pcm);
  const ending = session.end();
  const asked = new Promise<Json>((resolve) => {
    daemon.onMessage = (peer, message) => {
      if (message.type === "set_volume") resolve(message);
      else daemon.answer(peer, message);
    };
  });
  const volume = rejection(session.setVolume(0.5));
  await asked;
  (await daemon.peer(1)).socket.terminate();
  const error = await rejection(ending);

  assert.ok(error instanceof AudioSessionError);
  assert.deepEqual([error.code, error.retryable, error.result?.reason], ["session_lost", true, "lost"]);
  assert.match((await volume).message, /set resendUnplayed/);
  assert.match((await rejection(session.write(new Uint8Array(2)))).message, /restarted, or away for too long/);
});

test("with resendUnplayed it begins again at the first frame that was not reported as played", async () => {
  const { daemon, audio } = await both({ resendUnplayed: true });
  const session = await audio.startSession({ sampleRate: 48_000, channels: 2 });
  const sound = Uint8Array.from({ length: 400 }, (_, i) => i & 0xff);
  const marks: string[] = [];
  session.on("mark", ({ name, offset }) => marks.push(`${name}@${String(offset)}`));
  const restarts: number[] = [];
  session.on("restarted", ({ firstFrame }) => restarts.push(firstFrame));
  await session.write(sound);
  await session.mark("heard", 80);
  await session.mark("ahead", 200);
  await session.pause();
  const first = await daemon.peer(1);
  first.send({ type: "flow", sessionId: session.id, handle: 1, received: 400, limit: 5_000, played: 102 });
  await until(session, () => session.bytesPlayed === 102);
  const before = session.id;
  first.socket.terminate();
  session.endStream();
  const second = await daemon.peer(2);
  await daemon.until(() => second.frames.at(-1)?.isLast === true && second.sent("mark").length === 1);
  second.send({ type: "mark_heard", sessionId: session.id, offset: 100, name: "ahead" });
  daemon.end(second, session.id, "completed", { framesPlayed: 75, framesReceived: 75, bytesReceived: 300 });
  const result = await session.ended;

  assert.deepEqual(new Uint8Array(second.bytes), sound.subarray(100));
  assert.notEqual(session.id, before);
  assert.deepEqual(
    second.messages.map((message) => message.type),
    ["resume", "start_session", "pause_session", "mark"],
  );
  assert.deepEqual([marks, restarts], [["heard@80", "ahead@200"], [25]]);
  assert.deepEqual([result.framesPlayed, result.bytesReceived, result.restarts], [100, 400, 1]);
});

test("a daemon that says nothing is cut, and connected to again", async () => {
  const { daemon, audio } = await both({ keepAliveIntervalMs: 20, keepAliveTimeoutMs: 20 });
  daemon.onMessage = () => undefined;
  await audio.connect();
  const reasons: string[] = [];
  audio.on("reconnecting", ({ reason }) => reasons.push(reason));
  await daemon.peer(2);

  assert.match(reasons[0] ?? "", /not answered for 40 ms/);
});

test("a daemon that ends every connection is given up after five", async () => {
  const { daemon, audio } = await both();
  daemon.onMessage = () => undefined;
  daemon.onConnection = (peer) => {
    daemon.welcome(peer);
    peer.socket.close(1000, "no");
  };
  const gone = new Promise<string>((resolve) => audio.on("disconnected", ({ reason }) => resolve(reason)));
  await audio.connect();

  assert.match(await gone, /could not be restored: The daemon ends every connection/);
  assert.equal(daemon.peers.length, 5);
});

test("where no daemon answers, the error says how to start one", async () => {
  const audio = client({ endpoints: `localhost:${String(await freePort())}` });
  const error = await rejection(audio.connect());

  assert.ok(error instanceof AudioConnectionError);
  assert.deepEqual([error.code, error.retryable], ["no_daemon", true]);
  assert.match(error.message, /audiod start/);
  assert.equal(audio.state, "disconnected");
  await assert.rejects(audio.startSession(pcm), /audiod start/);
  await assert.rejects(audio.health(), /audiod start/);
});

test("of several endpoints the next is taken when one fails", async () => {
  const daemon = await fake();
  const audio = client({ endpoints: [`localhost:${String(await freePort())}`, daemon.endpoint] });
  await audio.connect();

  assert.equal(daemon.peers.length, 1);
});

test("the WebSocket of the options is used", async () => {
  const made: string[] = [];
  class Counted extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      made.push(url);
    }
  }
  const { daemon, audio } = await both({ webSocket: Counted });
  await audio.connect();

  assert.deepEqual(made, [`${daemon.endpoint}/`]);
});

test("a daemon that does not welcome is given up after the time allowed", async () => {
  const { daemon, audio } = await both({ connectTimeoutMs: 30 });
  daemon.onConnection = () => undefined;
  const error = await rejection(audio.connect());

  assert.equal(error.code, "timeout");
  assert.match(error.message, /did not answer within 30 ms/);
});

test("what answers and is no daemon of version 4 is named", async () => {
  const { daemon, audio } = await both();
  daemon.onConnection = (peer) => {
    peer.send({ type: "welcome", clientId: "client_1", timestamp: 1, message: "version 3" });
  };
  assert.equal((await rejection(audio.connect())).code, "bad_answer");
  daemon.onConnection = (peer) => {
    peer.send(refusal("too_many_clients", true));
  };
  assert.match((await rejection(audio.connect())).message, /refused: too_many_clients/);
});

test("a refused session rejects with the daemon's code", async () => {
  const { daemon, audio } = await both();
  daemon.onMessage = (peer, message) => {
    peer.reply(message, refusal("too_many_sessions", true));
  };
  const error = await rejection(audio.startSession(pcm));

  assert.ok(error instanceof AudioRequestError);
  assert.deepEqual([error.code, error.daemonCode, error.retryable], ["refused", "too_many_sessions", true]);
});

test("options that cannot be meant are refused before anything is sent", async () => {
  const audio = client({ endpoints: "localhost:1" });
  const wrong = [
    { format: "pcm" },
    { sampleRate: 0 },
    { sampleRate: 1.5 },
    { sampleRate: 8_000, channels: 9 },
    { sampleRate: 8_000, encoding: "mp3" as "pcm_u8" },
    { volume: 5 },
    { volume: Number.NaN },
  ] as const;
  for (const options of wrong) assert.equal((await rejection(audio.startSession(options))).code, "invalid_argument");
  for (const endpoint of ["ftp://x", "http://[", ""])
    assert.throws(() => new AudioDaemon(endpoint), { code: "invalid_argument" });
  assert.throws(() => new AudioDaemon({ endpoints: [] }), { code: "invalid_argument" });
});

test("an aborted signal cancels the session, and is the reason of what waits", async () => {
  const { daemon, audio } = await both();
  daemon.limit = 10;
  const abort = new AbortController();
  const session = await audio.startSession({ ...pcm, signal: abort.signal });
  const writing = rejection(session.write(new Uint8Array(100)));
  const reason = new Error("enough");
  const playing = rejection(audio.play(new ReadableStream(), { ...pcm, signal: abort.signal }));
  await daemon.until(() => daemon.peers[0]?.sent("start_session").length === 2);
  abort.abort(reason);

  assert.equal(await playing, reason);
  assert.equal((await writing).code, "session_over");
  assert.equal((await session.ended).reason, "cancelled");
  assert.equal(await rejection(audio.startSession({ signal: abort.signal })), reason);
  assert.equal(await rejection(audio.connect(abort.signal)), reason);
});

test("a closed client refuses everything, and its sessions are over", async () => {
  const { audio } = await both();
  const session = await audio.startSession(pcm);
  const ending = session.end();
  await audio.close();

  assert.equal((await rejection(ending)).code, "session_lost");
  assert.equal((await rejection(audio.startSession(pcm))).code, "closed");
  assert.equal((await rejection(audio.ping())).code, "closed");
  await audio.close();
});

test("a socket without HTTP says where health is to be had", async () => {
  const error = await rejection(client({ endpoints: "unix:/nowhere" }).health());

  assert.equal(error.code, "http_required");
});

function ended(sessionId: string): Json {
  const figures = { framesPlayed: 0, framesReceived: 0, bytesReceived: 0, underruns: 0, ttfaMs: null };
  return { type: "session_ended", sessionId, reason: "completed", ...figures };
}

function isEqual(one: unknown, other: unknown): boolean {
  try {
    assert.deepEqual(one, other);
    return true;
  } catch {
    return false;
  }
}

/** Resolves when a condition holds after a report of progress. */
function until(
  session: { on(event: "progress", listener: () => void): unknown },
  condition: () => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    session.on("progress", () => {
      if (condition()) resolve();
    });
  });
}

test("every message has the fields of its kind in the vectors", async () => {
  const { daemon, audio } = await both();
  const session = await audio.startSession({ ...pcm, volume: 0.5 });
  await session.setVolume(0.25);
  await session.mark("word 7", 9_600);
  await session.pause();
  await session.resume();
  await audio.ping();
  const first = await daemon.peer(1);
  first.socket.terminate();
  const second = await daemon.peer(2);
  await daemon.until(() => second.sent("resume").length === 1);
  await session.cancel();

  const wanted = vectors<{ from: string; json: string }>("messages")
    .filter((vector) => vector.from === "client")
    .map((vector) => JSON.parse(vector.json) as Json);
  const names = (message: Json): string =>
    Object.keys(message)
      .filter((name) => !["requestId", "sessionId", "mode"].includes(name))
      .sort()
      .join();
  const sent = [...first.messages, ...second.messages];
  for (const message of sent)
    assert.ok(
      wanted.some((vector) => vector.type === message.type && names(vector) === names(message)),
      JSON.stringify(message),
    );
  assert.deepEqual(
    sent.map((message) => message.type),
    ["start_session", "set_volume", "mark", "pause_session", "resume_session", "ping", "resume"],
  );
  assert.deepEqual(
    sent.slice(1, 3).map(({ volume, offset, name }) => volume ?? [offset, name]),
    [0.25, [9_600, "word 7"]],
  );
});
