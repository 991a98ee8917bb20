import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { AudioDaemon, AudioDaemonError } from "../src/index.js";
import type { AudioSession, PlaySource } from "../src/index.js";
import { FakeDaemon } from "./support/fake-daemon.js";
import type { Peer } from "./support/fake-daemon.js";

const sound = Uint8Array.from({ length: 5_000 }, (_, i) => i & 0xff);
let daemon: FakeDaemon;
let audio: AudioDaemon;

async function begin(): Promise<void> {
  daemon = await FakeDaemon.start();
  daemon.onFrame = (peer, frame) => {
    if (frame.isLast)
      daemon.end(peer, peer.messages.findLast((m) => m.type === "start_session")?.["sessionId"] as string, "completed");
  };
  audio = new AudioDaemon(daemon.endpoint);
}

afterEach(async () => {
  await audio.close();
  await daemon.stop();
});

async function failure(promise: Promise<unknown>): Promise<AudioDaemonError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof AudioDaemonError, String(error));
  return error;
}

function pieces(): Uint8Array[] {
  return [sound.subarray(0, 1), sound.subarray(1, 4_000), sound.subarray(4_000, 4_000), sound.subarray(4_000)];
}

async function* later(): AsyncGenerator<Uint8Array> {
  for (const piece of pieces()) {
    await Promise.resolve();
    yield piece;
  }
}

const sources: Record<string, () => PlaySource> = {
  bytes: () => sound,
  "an ArrayBuffer": () => sound.slice().buffer,
  "other typed arrays": () => new Int16Array(sound.slice().buffer),
  "an answer": () => new Response(sound),
  "the promise of an answer": () => Promise.resolve(new Response(sound)),
  "a stream": () => new Response(sound).body as ReadableStream<Uint8Array>,
  "a blob": () => new Blob([sound]),
  "an iteration": pieces,
  "an asynchronous iteration": later,
};

for (const [name, source] of Object.entries(sources))
  test(`${name} can be played`, async () => {
    await begin();
    const result = await audio.play(source());

    assert.deepEqual([result.reason, result.bytesReceived], ["completed", 5_000]);
    const peer = daemon.peers[0] as Peer;
    assert.deepEqual(new Uint8Array(peer.bytes), sound);
    assert.deepEqual(peer.messages[0]?.["audioFormat"], { format: "auto" });
  });

test("a session is a stream to write to, whose end is the end of the sound", async () => {
  await begin();
  const session = await audio.startSession();
  await new Blob([sound]).stream().pipeTo(session.writable);

  assert.equal(session.result?.reason, "completed");
  assert.deepEqual(new Uint8Array((daemon.peers[0] as Peer).bytes), sound);
});

test("an answer that is no success is not played, and is shown", async () => {
  await begin();
  const error = await failure(audio.play(new Response("no such voice", { status: 404 })));

  assert.equal(error.code, "bad_source");
  assert.match(error.message, /answered 404: no such voice/);
  await cancelled();
});

test("a source that fails silences what was sent, and is named", async () => {
  await begin();
  const broken = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(sound);
      controller.error(new Error("the service hung up"));
    },
  });
  const error = await failure(audio.play(broken));

  assert.deepEqual([error.code, error.message], ["bad_source", "The source failed: the service hung up"]);
  await cancelled();
});

test("what cannot be played is refused in words", async () => {
  await begin();
  for (const source of [7, null, "speech.wav", {}, undefined, new Response(null)]) {
    const error = await failure(audio.play(source as unknown as PlaySource));
    assert.match(error.code, /bad_source|invalid_argument/, error.message);
  }
});

test("a source is told when the sound cannot be played", async () => {
  await begin();
  daemon.onFrame = (peer) => {
    daemon.end(peer, peer.messages[0]?.["sessionId"] as string, "failed", { error: "This is HTML; send sound." });
  };
  let isCancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(sound);
    },
    cancel() {
      isCancelled = true;
    },
  });
  const error = await failure(audio.play(endless));

  assert.deepEqual([error.code, error.message], ["session_failed", "This is HTML; send sound."]);
  assert.equal(isCancelled, true);
});

test("a session that others cancel resolves with its reason, and its source is told", async () => {
  await begin();
  let session: AudioSession | undefined;
  let isReturned = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        yield sound;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    } finally {
      isReturned = true;
    }
  }
  const playing = audio.play(endless(), { onSession: (opened) => (session = opened) });
  const peer = await daemon.peer(1);
  await daemon.until(() => peer.frames.length > 2);
  daemon.end(peer, session?.id as string, "replaced");

  assert.equal((await playing).reason, "replaced");
  while (!isReturned) await new Promise((resolve) => setTimeout(resolve, 1));
});

async function cancelled(): Promise<void> {
  const peer = daemon.peers[0] as Peer;
  await daemon.until(() => peer.sent("cancel_session").length === 1);
}
