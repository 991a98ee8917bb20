// Plays a file for each line of standard input, {"file":…,"seed":…}, with a client of its own, and answers each with a line.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { AudioDaemon } from "audiod-client";

const [url] = process.argv.slice(2);
const options = {
  endpoints: url,
  reconnect: (attempt) => Math.min(10 * attempt, 500),
  keepAliveIntervalMs: 100,
  keepAliveTimeoutMs: 300,
  connectTimeoutMs: 1_000, // a welcome may be lost on a half-open connection
};

for await (const line of createInterface({ input: process.stdin })) {
  const { file, seed } = JSON.parse(line);
  console.log(JSON.stringify(await play(readFileSync(file), seed)));
}

async function play(bytes, seed) {
  const daemon = new AudioDaemon(options);
  const session = await start(daemon);
  let ends = 0;
  session.on("ended", () => ends++);
  for (let at = 0, step = seed; at < bytes.length; ) {
    step = (step * 1_103_515_245 + 12_345) % 2_147_483_648;
    const count = 1 + (step % 4_000);
    await session.write(bytes.subarray(at, at + count));
    at += count;
  }
  const result = await session.end().catch((error) => error.result ?? { reason: error.message });
  await daemon.close();
  return { ...result, ends };
}

/** The program has to retry the first connection itself: nothing has been promised yet. */
async function start(daemon) {
  for (;;) {
    try {
      return await daemon.startSession({ sampleRate: 48_000, channels: 2 });
    } catch (error) {
      if (!error.retryable) throw error;
    }
  }
}
