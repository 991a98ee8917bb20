import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { PersistentDaemonClient } from "../src/index.js";
import type { PersistentDaemonClientEvents } from "../src/index.js";
import { FakeDaemon, freePort, refusal } from "./support/fake-daemon.js";

const format = { format: "wav", sampleRate: 24_000, channels: 1, bitDepth: 16 } as const;
const names: (keyof PersistentDaemonClientEvents)[] = [
  "connected",
  "welcome",
  "session_started",
  "session_stopped",
  "pong",
  "status",
  "daemon_error",
  "disconnected",
  "reconnect_failed",
  "error",
];
let daemon: FakeDaemon;

afterEach(async () => {
  await daemon.stop();
});

async function begin(): Promise<{ client: PersistentDaemonClient; events: [string, unknown][] }> {
  daemon = await FakeDaemon.start();
  const client = new PersistentDaemonClient(daemon.endpoint, { reconnect: (attempt) => (attempt < 3 ? 1 : undefined) });
  const events: [string, unknown][] = [];
  for (const name of names) client.on(name, (...args: unknown[]) => events.push([name, args[0]]));
  return { client, events };
}

test("the documented five lines send every chunk, though nobody waits between them", async () => {
  const { client, events } = await begin();
  await client.connect();
  client.startSession(format);
  client.sendAudioChunk(Buffer.from("aabbcc", "hex"));
  client.sendAudioChunk("ddee", "hex");
  client.sendAudioChunk("/w==");
  client.ping();
  client.getStatus();
  client.stopSession();
  await client.disconnect();

  const peer = await daemon.peer(1);
  assert.equal(peer.bytes.toString("hex"), "aabbccddeeff");
  assert.equal(peer.frames.at(-1)?.isLast, true);
  assert.deepEqual(
    events.map(([name]) => name),
    ["connected", "welcome", "session_started", "pong", "status", "session_stopped", "disconnected"],
  );
  const told = Object.fromEntries(events) as Record<string, Record<string, unknown>>;
  assert.deepEqual(told["session_started"]?.["audioFormat"], { ...format, bytesPerSample: 2, bytesPerSecond: 48_000 });
  assert.deepEqual(told["pong"], { type: "pong", timestamp: 7 });
  assert.equal((told["session_stopped"]?.["stats"] as { bytesReceived: number }).bytesReceived, 6);
  assert.equal((told["session_stopped"]?.["stats"] as { chunksProcessed: number }).chunksProcessed, 3);
  assert.deepEqual(told["disconnected"], { code: 1000, reason: "Client disconnecting" });
  assert.deepEqual(client.getConnectionStatus().stats.bytesSent, 6);
});

test("disconnect waits for what the daemon has no room for yet", async () => {
  const { client } = await begin();
  daemon.limit = 2;
  await client.connect();
  client.startSession(format);
  client.sendAudioChunk(Buffer.alloc(10, 1));
  client.stopSession();
  const leaving = client.disconnect();
  const peer = await daemon.peer(1);
  await daemon.until(() => peer.bytes.length === 2);
  const sessionId = peer.messages[0]?.["sessionId"];
  peer.send({ type: "flow", sessionId, handle: 1, received: 2, limit: 100, played: 0 });
  await leaving;

  assert.equal(peer.bytes.length, 10);
});

test("a second session silences the first", async () => {
  const { client } = await begin();
  await client.connect();
  client.startSession(format);
  await client.sendAudioChunk(Buffer.alloc(2));
  await client.startSession(format);
  const peer = await daemon.peer(1);

  assert.equal(peer.sent("cancel_session")[0]?.["sessionId"], peer.sent("start_session")[0]?.["sessionId"]);
  await client.disconnect();
});

test("what is called too early says what comes first", async () => {
  const { client } = await begin();
  assert.throws(() => client.startSession(format), { message: /await connect\(\) first/ });
  assert.throws(() => client.sendAudioChunk(Buffer.alloc(2)), { message: /call startSession first/ });
  await client.stopSession();
  await client.connect();
  assert.throws(() => client.startSession({ ...format, bitDepth: 12 }), {
    message: "Unsupported bit depth: 12; use 8, 16, 24 or 32.",
  });
  client.startSession(format);
  assert.throws(() => client.sendAudioChunk("?", "base64"), { message: "The chunk is not base64." });
  assert.throws(() => client.sendAudioChunk("abc", "hex"), { message: "The chunk is not hex." });
  client.stopSession();
  assert.throws(() => client.sendAudioChunk(Buffer.alloc(2)), { message: /call startSession first/ });
  await client.disconnect();
  await client.disconnect();
});

test("what the daemon refuses is the event daemon_error", async () => {
  const { client, events } = await begin();
  daemon.onMessage = (peer, message) => {
    if (message.type === "start_session") peer.reply(message, refusal("too_many_sessions", true));
    else daemon.answer(peer, message);
  };
  await client.connect();
  client.startSession(format);
  client.sendAudioChunk(Buffer.alloc(2));
  client.stopSession();
  await client.disconnect();

  const errors = events.filter(([name]) => name === "daemon_error");
  assert.deepEqual(
    errors.map(([, message]) => (message as { error: string }).error),
    ["refused: too_many_sessions"],
  );
});

test("a cut is told, and the connection is made again", async () => {
  const { client, events } = await begin();
  await client.connect();
  (await daemon.peer(1)).socket.terminate();
  await daemon.peer(2);
  while (!client.getConnectionStatus().isConnected) await new Promise((resolve) => setTimeout(resolve, 1));
  await daemon.stop();
  while (events.at(-1)?.[0] !== "reconnect_failed") await new Promise((resolve) => setTimeout(resolve, 1));

  assert.deepEqual(
    events.map(([name]) => name),
    ["connected", "welcome", "disconnected", "connected", "welcome", "disconnected", "reconnect_failed"],
  );
  assert.equal((events[2]?.[1] as { code: number }).code, 1006);
  daemon = await FakeDaemon.start();
});

test("without a daemon connect rejects, and health is false", async () => {
  daemon = await FakeDaemon.start();
  const port = String(await freePort());
  const client = new PersistentDaemonClient(`ws://localhost:${port}`);
  const errors: Error[] = [];
  client.on("error", (error) => errors.push(error));

  await assert.rejects(client.connect(), { code: "no_daemon" });
  assert.equal(errors.length, 1);
  assert.equal(await PersistentDaemonClient.checkDaemonHealth(`http://localhost:${port}`), false);
  await assert.rejects(PersistentDaemonClient.getDaemonStatus(`http://localhost:${port}`), /cannot be read/);
});
