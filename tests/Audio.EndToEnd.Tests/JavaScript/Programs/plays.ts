// As plays.mjs, with types. The arguments come from the page's own globals: no types of Node are needed.
import { AudioDaemon, AudioDaemonError, PersistentDaemonClient } from "audiod-client";
import type { AudioSession, PlaybackResult, SessionOptions } from "audiod-client";

declare const process: { argv: string[]; exitCode?: number };
declare const console: { log(...words: unknown[]): void };

const options: SessionOptions = { sampleRate: 48_000, channels: 2, encoding: "pcm_s16le", priority: "speech" };

async function play(endpoint: string): Promise<PlaybackResult> {
  const daemon = new AudioDaemon({ endpoints: [endpoint], reconnect: (attempt) => (attempt < 3 ? 100 : undefined) });
  daemon.on("reconnecting", ({ reason }) => console.log(reason.toUpperCase()));
  const session: AudioSession = await daemon.startSession(options);
  session.once("mark", ({ name, offset }) => console.log(name, offset + 0));
  const samples = Int16Array.from({ length: 9_600 }, (_, i) => 1 + (i * 7_919) % 30_000);
  await session.write(samples);
  await session.mark("middle", 9_600);
  const result = await session.end();
  await daemon.close();
  return result;
}

try {
  const { reason, framesPlayed } = await play(process.argv[2] ?? "");
  console.log(reason, framesPlayed);
} catch (error) {
  console.log(error instanceof AudioDaemonError ? error.code : error);
  process.exitCode = 1;
}

// @ts-expect-error: the format has four fields
void ((client: PersistentDaemonClient) => client.startSession({ format: "wav" }));
