import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { FakeDaemon, freePort } from "./support/fake-daemon.js";

/** Runs a program in a process of its own; whatever it leaves behind would keep it alive. */
async function run(lines: string, endpoint: string): Promise<{ code: number; out: string }> {
  const entry = new URL("../src/index.js", import.meta.url).href;
  const text = `import { AudioDaemon, PersistentDaemonClient } from ${JSON.stringify(entry)};\nconst endpoint = ${JSON.stringify(endpoint)};\n${lines}`;
  const child = spawn(process.execPath, ["--input-type=module", "--unhandled-rejections=strict", "-e", text]);
  let out = "";
  child.stdout.on("data", (data: Buffer) => (out += data.toString()));
  child.stderr.on("data", (data: Buffer) => (out += data.toString()));
  const [code] = (await once(child, "close")) as [number];
  return { code, out };
}

test("nothing that fails unawaited ends the program, and nothing keeps it alive", async () => {
  const endpoint = `ws://127.0.0.1:${String(await freePort())}`;
  const { code, out } = await run(
    `
    const audio = new AudioDaemon({ endpoints: endpoint, reconnect: false });
    audio.connect();
    audio.startSession({ sampleRate: 8000 });
    audio.startSession({ sampleRate: -1 });
    audio.play(new Uint8Array(2));
    audio.play(Promise.reject(new Error("no answer")));
    audio.ping();
    audio.health();
    audio.status();
    new PersistentDaemonClient(endpoint).connect();
    PersistentDaemonClient.getDaemonStatus(endpoint.replace("ws", "http"));
    console.log("went on");
    `,
    endpoint,
  );

  assert.deepEqual([code, out], [0, "went on\n"]);
});

test("after close no timer and no socket keeps the program alive, and what was unawaited stays quiet", async () => {
  const daemon = await FakeDaemon.start();
  try {
    const { code, out } = await run(
      `
      const audio = new AudioDaemon({ endpoints: endpoint });
      const session = await audio.startSession({ sampleRate: 8000 });
      session.write(new Uint8Array(4));
      session.write("text");
      session.end();
      session.write(new Uint8Array(2));
      session.setVolume(9);
      session.mark("");
      await audio.close();
      session.pause();
      session.mark("late");
      const client = new PersistentDaemonClient(endpoint);
      await client.connect();
      client.startSession({ format: "pcm", sampleRate: 8000, channels: 1, bitDepth: 16 });
      client.sendAudioChunk(new Uint8Array(2));
      client.disconnect();
      console.log("done");
      `,
      daemon.endpoint,
    );

    assert.deepEqual([code, out], [0, "done\n"]);
  } finally {
    await daemon.stop();
  }
});
